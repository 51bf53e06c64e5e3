namespace ProviderSimulator;

/// <summary>A provider's status word, verbatim, and the shorter form that stands for it in an id.</summary>
internal sealed record SimulatedState(string Word, string Token)
{
    public static implicit operator SimulatedState(string word) => new(word, word.ToLowerInvariant());
}

internal enum MeaningKind { State, Fault, Life, Delay }

/// <summary>What an id or a script asks for. The parameter is a life's seconds or a delay's milliseconds.</summary>
internal sealed record Meaning(MeaningKind Kind, string Word, int Parameter = 0);

/// <summary>All that the ids of one provider can say, in words and in three digits.</summary>
internal sealed class Vocabulary
{
    private const int FirstState = 100, FirstOwnFault = 500, Life = 800, Delay = 801, FirstFault = 900;

    private readonly Dictionary<string, Meaning> _byToken = [];

    public Vocabulary(IReadOnlyList<SimulatedState> states, IReadOnlyList<string>? ownFaults = null)
    {
        States = states;
        OwnFaults = ownFaults ?? [];
        foreach (var fault in Faults.Common.Concat(OwnFaults)) _byToken[Plain(fault)] = new(MeaningKind.Fault, fault);
        foreach (var state in states)
        {
            var meaning = new Meaning(MeaningKind.State, state.Word);
            _byToken[Plain(state.Word)] = meaning;
            _byToken[Plain(state.Token)] = meaning;
        }
    }

    public IReadOnlyList<SimulatedState> States { get; }

    public IReadOnlyList<string> OwnFaults { get; }

    /// <summary>The tokens as they stand in ids.</summary>
    public IEnumerable<string> Tokens => States.Select(state => state.Token).Concat(OwnFaults).Concat(Faults.Common);

    /// <summary>Reads a word, however it is spelled: <c>in_progress</c>, <c>inprogress</c>, <c>life2</c>, <c>delay300</c>, <c>notfound</c>.</summary>
    public Meaning? Find(string text)
    {
        var plain = Plain(text);
        return _byToken.TryGetValue(plain, out var meaning) ? meaning
            : Timed(plain, "life", MeaningKind.Life) ?? Timed(plain, "delay", MeaningKind.Delay);
    }

    public string Token(Meaning meaning) => meaning.Kind switch
    {
        MeaningKind.Life => $"life{meaning.Parameter}",
        MeaningKind.Delay => $"delay{meaning.Parameter}",
        MeaningKind.State => States.First(state => state.Word == meaning.Word).Token,
        _ => meaning.Word,
    };

    public int Code(Meaning meaning) => meaning.Kind switch
    {
        MeaningKind.Life => Life,
        MeaningKind.Delay => Delay,
        MeaningKind.State => FirstState + States.Select(state => state.Word).ToList().IndexOf(meaning.Word),
        _ when OwnFaults.Contains(meaning.Word) => FirstOwnFault + OwnFaults.ToList().IndexOf(meaning.Word),
        _ => FirstFault + Faults.Common.ToList().IndexOf(meaning.Word),
    };

    public Meaning? FromCode(int code, int parameter) => code switch
    {
        Life => new(MeaningKind.Life, "", parameter),
        Delay => new(MeaningKind.Delay, "", parameter),
        >= FirstState when code - FirstState < States.Count => new(MeaningKind.State, States[code - FirstState].Word),
        >= FirstOwnFault when code - FirstOwnFault < OwnFaults.Count => new(MeaningKind.Fault, OwnFaults[code - FirstOwnFault]),
        >= FirstFault when code - FirstFault < Faults.Common.Count => new(MeaningKind.Fault, Faults.Common[code - FirstFault]),
        _ => null,
    };

    private static Meaning? Timed(string text, string prefix, MeaningKind kind)
        => text.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(text[prefix.Length..], out var parameter)
            ? new(kind, "", parameter)
            : null;

    private static string Plain(string text)
        => text.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
