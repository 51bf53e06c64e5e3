namespace WaitForBatch;

/// <summary>What came of a batch.</summary>
[GenerateSerializer, Immutable]
[Alias("WaitForBatch.Report")]
internal sealed record Report([property: Id(0)] bool IsGood, [property: Id(1)] string Text);
