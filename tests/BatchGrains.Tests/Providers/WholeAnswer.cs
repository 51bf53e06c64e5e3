using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

/// <summary>What an adapter makes of a whole HTTP answer, with the addresses that follow from where it asked.</summary>
internal static class WholeAnswer
{
    public const string Host = "https://provider.test/api";

    public static AccountOptions Credentials => new() { ApiKey = AdapterProbe.Key, AccountId = "acme" };

    public static async Task<(ProviderAnswer Answer, HttpRequestMessage? Request)> AskAsync(
        Func<StubbedHttp, IBatchProvider> make, string id, string body, int status = 200)
    {
        using var http = new StubbedHttp((status, body));
        var provider = make(http);
        var account = AdapterProbe.Account(provider.Name, Host, Credentials);
        return (await provider.RetrieveAsync(account, id, TestContext.Current.CancellationToken), http.Requests.FirstOrDefault());
    }

    public static async Task AssertSaysAsync(Func<StubbedHttp, IBatchProvider> make, string id, string body, string expected, int status = 200)
    {
        var (answer, _) = await AskAsync(make, id, body, status);
        Assert.Null(answer.Fault);
        AdapterProbe.AssertSays(expected, answer.Batch);
    }

    public static async Task AssertFaultAsync(Func<StubbedHttp, IBatchProvider> make, string id, int status, string body, BatchFaultCode expected)
    {
        var (answer, _) = await AskAsync(make, id, body, status);
        Assert.Equal(expected, answer.Fault?.Code);
        Assert.DoesNotContain("<", answer.Fault!.Message, StringComparison.Ordinal);
    }
}
