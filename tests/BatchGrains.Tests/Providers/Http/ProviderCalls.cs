using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Tests.Grains;
using Microsoft.AspNetCore.Http;

namespace BatchGrains.Tests.Providers.Http;

/// <summary>Calls of the adapters' HTTP client, and what a provider answers.</summary>
internal static class ProviderCalls
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync("""{"error":{"message":"scripted"}}""", Cancel);
    };

    public static ProviderAccount Account(SiloServices silo, string name) => new("scripted", name, silo.Settings("scripted"), new AccountOptions());

    public static Task<UpstreamResponse> SendAsync(SiloServices silo, LocalProvider provider) => SendAsync(silo, provider.Address);

    public static async Task<UpstreamResponse> SendAsync(SiloServices silo, Uri address, string account = "main", double seconds = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var response = silo.Get<ProviderHttp>().SendAsync(Account(silo, account), request, [], Cancel);
        // When a pause or a limit begins can't be seen from here, so the silo's clock goes on in small steps, but not for ever.
        for (var passed = 0.0; passed < seconds && !response.IsCompleted; passed += 0.0001)
        {
            await Task.Yield();
            silo.Time.Advance(TimeSpan.FromSeconds(0.0001));
        }

        return await response.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
    }
}
