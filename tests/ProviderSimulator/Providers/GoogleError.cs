using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>Google's error shape, which Vertex and Gemini share.</summary>
internal static class GoogleError
{
    public static Reply Reply(int status, string name, string message, params JsonNode[] details)
    {
        var error = new JsonObject { ["code"] = status, ["message"] = message, ["status"] = name };
        if (details.Length > 0) error["details"] = new JsonArray(details);
        return ProviderSimulator.Reply.Json(status, new JsonObject { ["error"] = error }, "application/json; charset=UTF-8");
    }

    public static JsonObject Info(string reason, string service) => new()
    {
        ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
        ["reason"] = reason,
        ["domain"] = "googleapis.com",
        ["metadata"] = new JsonObject { ["service"] = service },
    };

    public static JsonObject RetryIn(int seconds)
        => new() { ["@type"] = "type.googleapis.com/google.rpc.RetryInfo", ["retryDelay"] = $"{seconds}s" };

    /// <summary>The front end's own page for a path that no API has.</summary>
    public static Reply NoSuchPath(string path) => ProviderSimulator.Reply.Text(
        404,
        "<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p><b>404.</b> <ins>That's an error.</ins>\n"
        + $"<p>The requested URL <code>{System.Net.WebUtility.HtmlEncode(path)}</code> was not found on this server.\n",
        "text/html; charset=UTF-8");
}
