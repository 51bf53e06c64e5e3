using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProviderSimulator.Providers;

/// <summary>Azure OpenAI: OpenAI's shape with blobs, on the v1 path and on the classic one with <c>api-version</c>.</summary>
internal sealed partial class AzureSimulation : ISimulatedProvider
{
    private const string Key = "sim-azure-key";
    private const string EntraToken = "sim-entra-token";
    private const string V1 = "/openai/v1/batches/";
    private const string Classic = "/openai/batches/";

    public string Name => "azure";

    public IdForm Ids { get; } = new CodedIds(
        new(
            [
                .. OpenAIShape.Words, "in_progress_nullcounts", "completed_oldrest", "completed_blob", "completed_emptyerrorfile",
                "failed_openai", "canceled", "in_progress_oldrest",
            ],
            ["accessdenied401", "permissiondenied401", "permissiondenied403", "wrongpath404", "ratelimitreached429"]),
        IdPattern(),
        (code, free) => string.Create(CultureInfo.InvariantCulture, $"batch_{free:x8}000000000000{code}"));

    public IReadOnlyList<string> Life => OpenAIShape.Life;

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["Accounts:0:Endpoint"] = $"{origin}/azure",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request)
        => request.SegmentBehind(V1) ?? (request.Query("api-version") is { Length: >= 10 } ? request.SegmentBehind(Classic) : null);

    public Reply? Refuse(SimulatedRequest request)
    {
        if (request.Header("api-key") == Key || request.Bearer == EntraToken) return null;
        // The plain OpenAI SDK sends the key as bearer, which only the v1 path takes.
        return request.Bearer == Key && request.Path.StartsWith("/openai/v1/", StringComparison.Ordinal) ? null : Fault("unauthorized", request);
    }

    public Reply WrongPath(SimulatedRequest request) => Fault("wrongpath404", request);

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var (plain, variant) = word.LastIndexOf('_') is var cut and > 0 && !OpenAIShape.Words.Any(known => known.Word == word)
            ? (word[..cut], word[(cut + 1)..])
            : (word, "");
        if (word == "canceled") (plain, variant) = ("cancelled", "canceled");

        var batch = OpenAIShape.Batch(plain, figures);
        batch.Remove("model");
        batch.Remove("usage");
        batch["endpoint"] = "/chat/completions";
        batch["input_blob"] = "";
        batch["output_blob"] = "";
        batch["error_blob"] = "";
        if (plain == "failed" && variant != "openai") FailAsDocumented(batch, figures);
        switch (variant)
        {
            case "nullcounts":
                batch["request_counts"] = new JsonObject { ["total"] = figures.Total, ["completed"] = null, ["failed"] = null };
                break;
            case "oldrest":
                MakeOld(batch);
                break;
            case "blob":
                MoveToBlobs(batch, figures);
                break;
            case "emptyerrorfile":
                batch["request_counts"] = OpenAIShape.Counts(figures.Total, figures.Total, 0);
                break;
            case "canceled":
                batch["status"] = "canceled";
                break;
            default:
                break;
        }
        return Identified(Reply.Json(200, batch));
    }

    public Reply Fault(string name, SimulatedRequest request) => Identified(name switch
    {
        "unauthorized" or "accessdenied401" => Error(401, "401",
            "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription."),
        "permissiondenied401" => Error(401, "PermissionDenied", "The principal lacks the required data action to perform this operation."),
        "forbidden" or "permissiondenied403" =>
            Error(403, "PermissionDenied", "The principal lacks the required data action to perform this operation."),
        "wrongpath404" => Error(404, "404", "Resource not found"),
        "ratelimited" =>
            Error(429, "429", "Requests have exceeded the call rate limit. Please retry after 30 seconds.").With("Retry-After", "30"),
        "ratelimitreached429" =>
            Error(429, "RateLimitReached", "Requests have exceeded the call rate limit.").With("retry-after-ms", "30000"),
        "error500" => Error(500, "InternalServerError", "The server had an error while processing your request."),
        "error503" => Error(503, "ServiceUnavailable", "The service is temporarily unable to process your request."),
        _ => OpenAIShape.Error(404, $"No batch found with id '{request.Id}'.", "invalid_request_error", "NotFound"),
    });

    // A sample in the documents has failed_at null, completed_at set and counts null.
    private static void FailAsDocumented(JsonObject batch, BatchFigures figures)
    {
        batch["failed_at"] = null;
        batch["completed_at"] = figures.Created + 60;
        batch["request_counts"] = new JsonObject { ["total"] = null, ["completed"] = null, ["failed"] = null };
    }

    // The samples of the classic REST page: capitalised words, ISO times with seven digits, no endpoint.
    private static void MakeOld(JsonObject batch)
    {
        batch["status"] = batch["status"]!.GetValue<string>() == "completed" ? "Completed" : "In_Progress";
        batch["endpoint"] = null;
        foreach (var (name, value) in batch.Where(field => field.Key.EndsWith("_at", StringComparison.Ordinal)).ToList())
        {
            if (value is not null) batch[name] = BatchFigures.Iso(value.GetValue<long>(), 7, "+00:00");
        }
    }

    private static void MoveToBlobs(JsonObject batch, BatchFigures figures)
    {
        foreach (var kind in new[] { "input", "output", "error" })
        {
            batch[$"{kind}_file_id"] = null;
            batch[$"{kind}_blob"] = $"https://acct.blob.core.windows.net/{kind}/{figures.Name("")}/{kind}.jsonl";
        }
    }

    private static Reply Error(int status, string code, string message) => Reply.Json(status, new JsonObject
    {
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    });

    private static Reply Identified(Reply reply) => reply.With("apim-request-id", "00000000-sim0-4000-8000-azure0000001");

    [GeneratedRegex("^batch_(?:[0-9a-f]{20}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-)(?<code>[0-9]{12})$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
