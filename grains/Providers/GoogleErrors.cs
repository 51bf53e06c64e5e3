using System.Globalization;
using System.Text.Json;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>Google's one shape of errors, google.rpc.Status: https://cloud.google.com/apis/design/errors.</summary>
internal static class GoogleErrors
{
    // The numbers of google.rpc.Code, from 0.
    private static readonly string[] Codes =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>The statuses of a batch as its errors.</summary>
    public static BatchErrors? Read(params IEnumerable<JsonElement> statuses)
    {
        BatchErrors? errors = null;
        foreach (var status in statuses)
        {
            if (ErrorList.Single(status.Text("message"), Code(status)) is { } one)
            {
                errors = errors is null ? one : errors with { Data = errors.Data.AddRange(one.Data) };
            }
        }

        return errors;
    }

    /// <summary>What an unsuccessful answer means, where it is not what its HTTP status says.</summary>
    public static BatchFault? Fault(string provider, UpstreamError error) => error.Status switch
    {
        400 when HasReason(error, "API_KEY_INVALID") || error.Message?.StartsWith("API key", StringComparison.Ordinal) is true =>
            CommonFaults.AuthFailed(provider, error),
        // Besides the key, the name is the only argument; Google's usual words are no more than "Request contains an invalid argument."
        400 when error.Body.Part("error")?.Text("status") is "INVALID_ARGUMENT" => CommonFaults.NotFound(provider),
        _ => null,
    };

    private static string? Code(JsonElement status) => status.Number("code") switch
    {
        null => null,
        >= 0 and <= 16 and var code => Codes[code],
        { } code => code.ToString(CultureInfo.InvariantCulture),
    };

    private static bool HasReason(UpstreamError error, string reason) =>
        error.Body.Part("error") is { } box && box.Items("details").Any(detail => detail.Text("reason") == reason);
}
