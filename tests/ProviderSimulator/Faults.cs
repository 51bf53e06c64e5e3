namespace ProviderSimulator;

/// <summary>The faults that every provider has under the same name.</summary>
internal sealed class Faults(TimeProvider time)
{
    /// <summary>The provider has its own documented body for these.</summary>
    public static readonly IReadOnlyList<string> Worded = ["notfound", "unauthorized", "forbidden", "ratelimited", "error500", "error503"];

    /// <summary>All of them. The order is part of coded ids.</summary>
    public static readonly IReadOnlyList<string> Common =
    [
        .. Worded, "html", "html502", "truncated", "huge", "reset", "slow", "redirect", "empty", "array", "wrongid",
    ];

    private const string Page = "<!DOCTYPE html>\n<html><head><title>Please wait</title></head><body><h1>Gateway</h1></body></html>\n";
    private const string Json = "application/json";

    private readonly Lock _gate = new();
    private (double Rate, IReadOnlyList<string> Kinds, Random Random)? _share;

    /// <summary>From now on a share of all calls meets one of these faults.</summary>
    public void Share(double rate, IReadOnlyList<string> kinds, int seed)
    {
        if (kinds.FirstOrDefault(kind => !Common.Contains(kind)) is { } unknown)
            throw new ArgumentException($"There is no common fault '{unknown}'.", nameof(kinds));
        lock (_gate) _share = rate > 0 && kinds.Count > 0 ? (rate, kinds, new Random(seed)) : null;
    }

    public string? Draw()
    {
        lock (_gate)
        {
            return _share is var (rate, kinds, random) && random.NextDouble() < rate ? kinds[random.Next(kinds.Count)] : null;
        }
    }

    public async Task<Reply> AnswerAsync(string fault, ISimulatedProvider provider, SimulatedRequest request)
    {
        var figures = new BatchFigures(request.Id);
        switch (fault)
        {
            case "html": return Reply.Text(200, Page, "text/html; charset=utf-8");
            case "html502": return Reply.Text(502, Page, "text/html; charset=utf-8");
            case "truncated":
                var whole = provider.State(provider.Life[0], figures, request);
                return whole with { Body = whole.Body[..(whole.Body.Length / 2)] };
            case "huge": return provider.Huge(figures.At(1), request);
            case "reset": return Reply.Reset;
            case "slow":
                await Task.Delay(TimeSpan.FromSeconds(60), time, request.Http.RequestAborted);
                return Reply.Reset;
            // Whoever follows finds another batch, completed, and is proved wrong by it.
            case "redirect": return Reply.Text(302, "").With("Location", $"{request.Origin}{ControlRoutes.Elsewhere}{provider.Name}");
            case "empty": return new(200, Json, []);
            case "array": return Reply.Text(200, "[]", Json);
            case "wrongid":
                return Completed(provider, request);
            default: return provider.Fault(fault, request);
        }
    }

    /// <summary>A completed batch that nobody asked for.</summary>
    public static Reply Completed(ISimulatedProvider provider, SimulatedRequest request)
    {
        var id = provider.CanonicalId(provider.Ids.Example(provider.Life[^1], 9));
        return provider.State(provider.Life[^1], new BatchFigures(id, 1), request.WithId(id));
    }
}
