using System.Text.Json;

namespace ProviderSimulator;

/// <summary><see cref="SimulatorControl"/> over HTTP.</summary>
internal sealed class ControlRoutes(SimulatorControl control, SimulatedProviders providers)
{
    public const string Elsewhere = "/_simulator/elsewhere/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        var path = SimulatedRequest.RawPath(context);
        if (!path.StartsWith("/_simulator/", StringComparison.Ordinal)) return false;
        try
        {
            await HandleAsync(context, path);
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException)
        {
            await Reply.Text(400, exception.Message + "\n").WriteAsync(context);
        }
        return true;
    }

    private async Task HandleAsync(HttpContext context, string path)
    {
        var request = context.Request;
        switch (request.Method, path)
        {
            case ("GET", "/_simulator/catalog"):
                await context.Response.WriteAsJsonAsync(control.Catalog($"{request.Scheme}://{request.Host}"), Json);
                break;
            case ("GET", "/_simulator/calls") when request.Query["provider"].ToString() is { Length: > 0 } provider:
                var id = request.Query["id"].ToString();
                await context.Response.WriteAsJsonAsync(id.Length > 0 ? control.Calls(provider, id) : control.Calls(provider), Json);
                break;
            case ("GET", "/_simulator/calls"):
                var calls = new { Total = control.TotalCalls, ById = control.CallsById, ByProvider = control.CallsByProvider };
                await context.Response.WriteAsJsonAsync(calls, Json);
                break;
            case ("POST", "/_simulator/reset"):
                control.Reset();
                context.Response.StatusCode = 204;
                break;
            case ("PUT", "/_simulator/faults"):
                var share = await ReadAsync<FaultShare>(request);
                control.ShareFaults(share.Rate, share.Kinds ?? [], share.Seed);
                context.Response.StatusCode = 204;
                break;
            case ("PUT", _) when path.StartsWith("/_simulator/script/", StringComparison.Ordinal):
                control.Script(path["/_simulator/script/".Length..], request.Query["id"].ToString(), await ReadAsync<ScriptedAnswer>(request));
                context.Response.StatusCode = 204;
                break;
            case ("GET", _) when path.StartsWith(Elsewhere, StringComparison.Ordinal) && providers.Find(path[Elsewhere.Length..]) is { } other:
                await Faults.Completed(other, new(context, other.Name, "")).WriteAsync(context);
                break;
            default:
                await Reply.Text(404, "No such control route.\n").WriteAsync(context);
                break;
        }
    }

    // Whatever the content type: curl's -d sends a form's.
    private static async Task<T> ReadAsync<T>(HttpRequest request)
        => await JsonSerializer.DeserializeAsync<T>(request.Body, Json, request.HttpContext.RequestAborted)
            ?? throw new JsonException("A JSON object is needed.");

    private sealed record FaultShare(double Rate, IReadOnlyList<string>? Kinds, int Seed);
}
