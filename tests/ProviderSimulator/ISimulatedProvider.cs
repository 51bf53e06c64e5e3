namespace ProviderSimulator;

/// <summary>One provider's side of "retrieve one batch", as its documents describe it.</summary>
internal interface ISimulatedProvider
{
    string Name { get; }

    /// <summary>The states and faults this provider has, and how ids tell them.</summary>
    IdForm Ids { get; }

    /// <summary>The words a life goes through, the terminal one last.</summary>
    IReadOnlyList<string> Life { get; }

    /// <summary>What BatchGrains must be told to reach this provider; keys are relative to <c>Providers:{Name}:</c>.</summary>
    IReadOnlyDictionary<string, string> Settings(string origin);

    /// <summary>The decoded id, in the form of <see cref="CanonicalId"/>; null when the path is not this provider's route.</summary>
    string? ReadId(SimulatedRequest request);

    /// <summary>The refusal of a request without the right credentials or headers; null when they are in order.</summary>
    Reply? Refuse(SimulatedRequest request);

    Reply WrongPath(SimulatedRequest request);

    /// <summary>The batch in that state. The figures' share tells how far a running batch has come.</summary>
    Reply State(string word, BatchFigures figures, SimulatedRequest request);

    /// <summary>The documented answer for the faults that each provider words itself (<see cref="Faults.Worded"/>), and for its own ones.</summary>
    Reply Fault(string name, SimulatedRequest request);

    /// <summary>A completed batch of 30 MB; by default with padding in a field that the documents do not know.</summary>
    Reply Huge(BatchFigures figures, SimulatedRequest request)
        => State(Life[^1], figures, request).Inflated("padding", "\"" + new string('x', 1000) + "\"");

    /// <summary>The id under which calls and scripts are kept when one batch has several spellings.</summary>
    string CanonicalId(string id) => id;

    /// <summary>An answer to a route other than "retrieve one batch" (a token endpoint); null when there is none.</summary>
    Task<Reply?> OtherRouteAsync(SimulatedRequest request) => Task.FromResult<Reply?>(null);
}
