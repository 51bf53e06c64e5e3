using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>The error bodies of servers built with FastAPI.</summary>
internal static class DetailError
{
    /// <summary><c>{"detail":"…"}</c></summary>
    public static Reply Text(int status, string detail) => Reply.Json(status, new JsonObject { ["detail"] = detail });

    /// <summary><c>{"detail":[{"loc","msg","type"}]}</c></summary>
    public static Reply Invalid(string parameter, string message) => Reply.Json(422, new JsonObject
    {
        ["detail"] = new JsonArray(new JsonObject
        {
            ["loc"] = new JsonArray("path", parameter),
            ["msg"] = message,
            ["type"] = "value_error",
        }),
    });
}
