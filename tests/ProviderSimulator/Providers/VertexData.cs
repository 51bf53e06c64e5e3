using System.Globalization;
using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>The parts of a Vertex job. Its 64-bit numbers are texts, and zeros are left out.</summary>
internal static class VertexData
{
    public static JsonObject Input(bool bigQuery) => bigQuery
        ? new() { ["instancesFormat"] = "bigquery", ["bigquerySource"] = new JsonObject { ["inputUri"] = "bq://sim-project.batches.input" } }
        : new() { ["instancesFormat"] = "jsonl", ["gcsSource"] = new JsonObject { ["uris"] = new JsonArray("gs://in/batch.jsonl") } };

    public static JsonObject Output(bool bigQuery) => bigQuery
        ? new() { ["predictionsFormat"] = "bigquery", ["bigqueryDestination"] = new JsonObject { ["outputUri"] = "bq://sim-project.batches" } }
        : new() { ["predictionsFormat"] = "jsonl", ["gcsDestination"] = new JsonObject { ["outputUriPrefix"] = "gs://out" } };

    public static JsonObject OutputInfo(bool bigQuery, BatchFigures figures) => bigQuery
        ? new() { ["bigqueryOutputDataset"] = "bq://sim-project.batches", ["bigqueryOutputTable"] = figures.Name("predictions_") }
        : new() { ["gcsOutputDirectory"] = $"gs://out/prediction-model-{BatchFigures.Iso(figures.Created, 6)}" };

    /// <summary>Absent while pending and after a cancel; a failed job had only the successes.</summary>
    public static JsonObject? Stats(string word, BatchFigures figures) => word switch
    {
        "JOB_STATE_SUCCEEDED" or "succeeded_bigquery" => Stats(figures.At(1).Succeeded, figures.At(1).Failed, 0),
        "JOB_STATE_PARTIALLY_SUCCEEDED" => Stats(figures.At(0.8).Succeeded, figures.At(0.8).Failed, figures.At(0.8).Pending),
        "succeeded_clean" => Stats(figures.Total, 0, 0),
        "running_counted" => Stats(figures.Succeeded, figures.Failed, figures.Pending),
        "running_unknownremainder" => Stats(figures.Succeeded, figures.Failed, -1),
        "JOB_STATE_FAILED" => Stats(2, 0, 0),
        _ => null,
    };

    public static JsonObject Status(int code, string message) => new() { ["code"] = code, ["message"] = message };

    private static JsonObject Stats(int successful, int failed, int incomplete)
    {
        var stats = new JsonObject();
        foreach (var (name, value) in new[] { ("successfulCount", successful), ("failedCount", failed), ("incompleteCount", incomplete) })
        {
            if (value != 0) stats[name] = value.ToString(CultureInfo.InvariantCulture);
        }
        return stats;
    }
}
