namespace WaitForBatch;

/// <summary>A report on one batch, named by its provider and id: two providers may know the same id.</summary>
[Alias("WaitForBatch.IReportGrain")]
internal interface IReportGrain : IGrainWithStringKey
{
    /// <summary>Writes the report as soon as the batch has ended.</summary>
    [Alias("WriteWhenDone")]
    Task WriteWhenDone(string provider, string batchId);

    /// <summary>The report; null while the batch goes on.</summary>
    [Alias("Read")]
    ValueTask<Report?> Read();
}
