namespace BatchGrains.Tests.Storage;

/// <summary>A state to store.</summary>
[GenerateSerializer, Alias("test-note")]
public sealed record Note
{
    [Id(0)]
    public string Text { get; set; } = "";

    [Id(1)]
    public int Number { get; set; }
}
