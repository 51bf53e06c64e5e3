using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProviderSimulator.Providers;

/// <summary>The Gemini API's batches: long-running operations, with 64-bit numbers as texts, and zeros and false left out.</summary>
internal sealed partial class GeminiSimulation : ISimulatedProvider
{
    private const string Key = "sim-gemini-key";
    private const string Prefix = "BATCH_STATE_";
    private const string TypePrefix = "type.googleapis.com/google.ai.generativelanguage.v1main.";
    private const string Service = "generativelanguage.googleapis.com";

    public string Name => "gemini";

    public IdForm Ids { get; } = new WordIds(
        new(
            [
                .. new[] { "UNSPECIFIED", "PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED", "UNHEARD_OF" }
                    .Select(word => new SimulatedState(Prefix + word, word.ToLowerInvariant())),
                "JOB_STATE_SUCCEEDED", "succeeded_inline", "succeeded_clean", "running_embed", "succeeded_embed", "cancelled_code1", "expired_witherror",
                "nostate_running", "nostate_succeeded", "nostate_failed", "nostate_cancelled",
            ],
            [
                "keyinvalid400", "nokey403", "unauthenticated401", "otherproject403", "badname400", "retryinfo429", "overloaded503", "deadline504",
                "wrongpath404",
            ]),
        "batches/");

    public IReadOnlyList<string> Life { get; } = ["BATCH_STATE_PENDING", "BATCH_STATE_RUNNING", "BATCH_STATE_SUCCEEDED"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/gemini/v1beta",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string CanonicalId(string id) => id.StartsWith("batches/", StringComparison.Ordinal) ? id : "batches/" + id;

    public string? ReadId(SimulatedRequest request)
        => request.SegmentBehind("/v1beta/batches/") is { } segment ? "batches/" + segment : null;

    public Reply? Refuse(SimulatedRequest request) => (request.Header("x-goog-api-key") ?? request.Query("key")) switch
    {
        Key => null,
        null => Fault("nokey403", request),
        _ => Fault("keyinvalid400", request),
    };

    public Reply WrongPath(SimulatedRequest request) => GoogleError.NoSuchPath(request.Path);

    public Reply State(string word, BatchFigures figures, SimulatedRequest request) => Json(Operation(word, figures));

    public Reply Huge(BatchFigures figures, SimulatedRequest request)
    {
        var operation = Operation("succeeded_inline", figures);
        var responses = operation["response"]!["inlinedResponses"]!["inlinedResponses"]!.AsArray();
        var element = responses[0]!.ToJsonString();
        responses.Clear();
        responses.Add("@huge@");
        return Json(operation).Repeating(element);
    }

    public Reply Fault(string name, SimulatedRequest request) => name switch
    {
        // A wrong key is a 400 here.
        "unauthorized" or "keyinvalid400" => GoogleError.Reply(400, "INVALID_ARGUMENT",
            "API key not valid. Please pass a valid API key.", GoogleError.Info("API_KEY_INVALID", Service)),
        "unauthenticated401" => GoogleError.Reply(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
        "nokey403" => GoogleError.Reply(403, "PERMISSION_DENIED",
            "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity."),
        "forbidden" or "otherproject403" => GoogleError.Reply(403, "PERMISSION_DENIED", "The caller does not have permission"),
        "ratelimited" => GoogleError.Reply(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
        "retryinfo429" => GoogleError.Reply(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.",
            new JsonObject { ["@type"] = "type.googleapis.com/google.rpc.QuotaFailure", ["violations"] = new JsonArray() }, GoogleError.RetryIn(17)),
        "error500" => GoogleError.Reply(500, "INTERNAL", "An internal error has occurred."),
        "error503" or "overloaded503" => GoogleError.Reply(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
        "deadline504" => GoogleError.Reply(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
        "wrongpath404" => GoogleError.NoSuchPath(request.Path),
        "badname400" => GoogleError.Reply(400, "INVALID_ARGUMENT", "Invalid batch name."),
        _ when !NamePattern().IsMatch(request.Id) => GoogleError.Reply(400, "INVALID_ARGUMENT", "Invalid batch name."),
        _ => GoogleError.Reply(404, "NOT_FOUND", "Requested entity was not found."),
    };

    private static JsonObject Operation(string word, BatchFigures figures)
    {
        var variant = word.Split('_');
        var named = word.StartsWith(Prefix, StringComparison.Ordinal) || word.StartsWith("JOB_STATE_", StringComparison.Ordinal);
        var state = named ? word : Prefix + (variant[0] == "nostate" ? variant[1] : variant[0]).ToUpperInvariant();
        var end = state[(state.IndexOf("STATE_", StringComparison.Ordinal) + 6)..];
        var over = end is "SUCCEEDED" or "FAILED" or "CANCELLED" or "EXPIRED";
        var at = end switch
        {
            "SUCCEEDED" => figures.At(1),
            "CANCELLED" => figures.At(0.5),
            "PENDING" or "FAILED" or "EXPIRED" or "UNSPECIFIED" => figures.At(0),
            _ => figures,
        };
        var ended = end == "EXPIRED" ? at.Created + 48 * 3600 : at.Ended;
        var embed = variant[^1] == "embed";
        var metadata = new JsonObject
        {
            ["@type"] = TypePrefix + (embed ? "EmbedContentBatch" : "GenerateContentBatch"),
            ["model"] = embed ? "models/gemini-embedding-001" : "models/gemini-2.5-flash",
            ["displayName"] = at.Name("nightly-"),
            ["inputConfig"] = new JsonObject { ["fileName"] = at.Name("files/in") },
        };
        if (end == "SUCCEEDED") metadata["output"] = Output(word, at);
        metadata["createTime"] = BatchFigures.Iso(at.Created, 9);
        if (over) metadata["endTime"] = BatchFigures.Iso(ended, 9);
        metadata["updateTime"] = BatchFigures.Iso(over ? ended : at.Created + 5, 9);
        metadata["batchStats"] = Stats(at, over, word == "succeeded_clean" ? 0 : at.Failed);
        if (variant[0] != "nostate") metadata["state"] = state;
        metadata["priority"] = "5";
        metadata["name"] = at.Id;

        var operation = new JsonObject { ["name"] = at.Id, ["metadata"] = metadata };
        if (over) operation["done"] = true;
        if (end == "SUCCEEDED")
        {
            var response = Output(word, at);
            response["@type"] = TypePrefix + (embed ? "EmbedContentBatchOutput" : "GenerateContentBatchOutput");
            operation["response"] = response;
        }
        else if (Error(end, word) is { } error) operation["error"] = error;
        return operation;
    }

    // Cancelled jobs were seen with code 13 although the documents say 1.
    private static JsonObject? Error(string end, string word) => (end, word) switch
    {
        ("FAILED", _) => VertexData.Status(3, "The input file could not be parsed."),
        ("CANCELLED", "cancelled_code1" or "nostate_cancelled") => VertexData.Status(1, "The operation was cancelled."),
        ("CANCELLED", _) => VertexData.Status(13, "The operation was cancelled."),
        ("EXPIRED", "expired_witherror") => VertexData.Status(4, "The batch expired."),
        _ => null,
    };

    private static JsonObject Output(string word, BatchFigures at) => word == "succeeded_inline"
        ? new() { ["inlinedResponses"] = new JsonObject { ["inlinedResponses"] = new JsonArray(Inlined(at)) } }
        : new() { ["responsesFile"] = at.Name("files/batch-") };

    // The text holds what a careless reader might take for the batch's own fields.
    private static JsonObject Inlined(BatchFigures at) => new()
    {
        ["response"] = new JsonObject
        {
            ["candidates"] = new JsonArray(new JsonObject
            {
                ["content"] = new JsonObject
                {
                    ["parts"] = new JsonArray(new JsonObject { ["text"] = "\"state\": \"BATCH_STATE_FAILED\" " + new string('t', 900) }),
                    ["role"] = "model",
                },
                ["finishReason"] = "STOP",
            }),
            ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 12, ["candidatesTokenCount"] = 34, ["totalTokenCount"] = 46 },
            ["name"] = "batches/another",
        },
        ["metadata"] = new JsonObject { ["key"] = at.Name("request-"), ["state"] = "BATCH_STATE_FAILED" },
    };

    private static JsonObject Stats(BatchFigures at, bool over, int failed)
    {
        var stats = new JsonObject();
        foreach (var (name, value) in new[]
        {
            ("requestCount", at.Total), ("successfulRequestCount", at.Done - failed), ("failedRequestCount", failed),
            ("pendingRequestCount", over ? 0 : at.Pending),
        })
        {
            if (value != 0) stats[name] = value.ToString(CultureInfo.InvariantCulture);
        }
        return stats;
    }

    private static Reply Json(JsonObject operation) => Reply.Json(200, operation, "application/json; charset=UTF-8");

    [GeneratedRegex("^batches/[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex NamePattern();
}
