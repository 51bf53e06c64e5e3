using System.Text.Json;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Together's batches: nearly OpenAI's shape, with times as texts, its own percent instead of counts, and the deadline and model under other names.
/// The example of docs/adding-a-provider.md.
/// </summary>
internal sealed class TogetherProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    public override string Name => "together";

    protected override string? KeyVariable => "TOGETHER_API_KEY";

    public override ProviderNotes Notes => new()
    {
        Settings = $"`ApiKey` (or `{KeyVariable}`)",
        Ids = "a UUID or `batch_job_…`",
        Words = OpenAIShape.Words.Table,
        Remarks = "`request_counts` is left out: Together tells a percent instead.",
    };

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, BatchIdRule.Word(), BatchIdRule.WordRule);

    public override Uri Address(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl("https://api.together.ai/v1")}/batches/{Uri.EscapeDataString(batchId)}");

    public override Batch? Read(JsonElement answer, string batchId) => OpenAIShape.Read(answer, batchId, OpenAIShape.Words) is { } batch
        ? batch with { Model = answer.Text("model_id"), ExpiresAt = answer.Time("job_deadline") }
        : null;

    public override BatchFault? ReadFault(UpstreamError error) => OpenAIShape.ReadFault(Name, error);
}
