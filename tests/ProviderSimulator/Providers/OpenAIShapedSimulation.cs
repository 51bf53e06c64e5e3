namespace ProviderSimulator.Providers;

/// <summary>What those share that took over OpenAI's route and its bearer key. How each differs is its own.</summary>
internal abstract class OpenAIShapedSimulation(string name, IdForm ids) : ISimulatedProvider
{
    public string Name => name;

    public IdForm Ids => ids;

    public virtual IReadOnlyList<string> Life => OpenAIShape.Life;

    protected string Key => $"sim-{name}-key";

    public virtual IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/{name}/v1",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/v1/batches/");

    public virtual Reply? Refuse(SimulatedRequest request) => request.Bearer == Key ? null : Fault("unauthorized", request);

    public abstract Reply WrongPath(SimulatedRequest request);

    public abstract Reply State(string word, BatchFigures figures, SimulatedRequest request);

    public abstract Reply Fault(string name, SimulatedRequest request);
}
