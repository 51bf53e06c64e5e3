using System.Net;

namespace BatchGrains.Api.Authentication;

/// <summary>Whether a request was made on the machine that the service runs on.</summary>
internal static class SameMachine
{
    // Behind a proxy on the same machine everyone seems to be on it. ASP.NET Core's own handling of forwarded headers takes the first away,
    // believes it, and leaves the last.
    private static readonly string[] SignsOfProxies = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Original-For"];

    public static bool Sent(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address) || !IsLocal(headers.Host.ToString()))
        {
            return false;
        }

        foreach (var sign in SignsOfProxies)
        {
            if (headers.ContainsKey(sign))
            {
                return false;
            }
        }

        return true;
    }

    // A web page that makes its own name mean 127.0.0.1 (DNS rebinding) sends its readers' browsers here, under that name.
    private static bool IsLocal(ReadOnlySpan<char> host)
    {
        var port = host.LastIndexOf(':');
        if (port > host.LastIndexOf(']'))
        {
            host = host[..port];
        }

        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host is "127.0.0.1"
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
