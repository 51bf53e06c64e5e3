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

    /// <param name="silo">Who calls.</param>
    /// <param name="address">Who is called.</param>
    /// <param name="account">As whom.</param>
    /// <param name="seconds">The silo's clock runs on to the end of each pause and limit that is no longer than this, as soon as it begins.</param>
    public static async Task<UpstreamResponse> SendAsync(SiloServices silo, Uri address, string account = "main", double seconds = 0)
    {
        while (silo.Time.Timers.TryRead(out _))
        {
            // Those of earlier calls.
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var response = silo.Get<ProviderHttp>().SendAsync(Account(silo, account), request, [], Cancel);
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var clock = RunAsync(silo.Time, TimeSpan.FromSeconds(seconds), answered.Token);
        try
        {
            return await response.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        }
        finally
        {
            await answered.CancelAsync();
            await clock;
        }
    }

    private static async Task RunAsync(WatchedTime time, TimeSpan longest, CancellationToken answered)
    {
        try
        {
            await foreach (var due in time.Timers.ReadAllAsync(answered))
            {
                if (due >= TimeSpan.Zero && due <= longest)
                {
                    time.Advance(due);
                }
            }
        }
        catch (OperationCanceledException) when (answered.IsCancellationRequested)
        {
            // The call has ended.
        }
    }
}
