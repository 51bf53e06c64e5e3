namespace Benchmarks;

/// <summary>One measurement. It prints what it measured and says whether what must hold did hold.</summary>
internal interface IVerb
{
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string What { get; }

    Task<bool> RunAsync(string[] arguments);
}
