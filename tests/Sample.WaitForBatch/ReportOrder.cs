namespace WaitForBatch;

/// <summary>Orders a report and comes back for it.</summary>
internal static class ReportOrder
{
    public static async Task<bool> PlaceAsync(IGrainFactory grains, string provider, string batchId)
    {
        var report = grains.GetGrain<IReportGrain>($"{provider}/{batchId}");
        await report.WriteWhenDone(provider, batchId);

        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await second.WaitForNextTickAsync())
        {
            if (await report.Read() is { } written)
            {
                return written.IsGood;
            }
        }

        return false;
    }
}
