using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class OllamaProviderTests
{
    private static readonly OllamaProvider Provider = new();

    [Fact]
    public async Task It_is_never_supported_whatever_is_set()
    {
        var settings = new ProviderOptions { BaseUrl = new Uri("http://localhost:11434"), Enabled = true };
        var account = new AccountOptions { ApiKey = "k" };

        var fault = Provider.WhyNot(settings, account)!;
        var answer = await Provider.RetrieveAsync(
            new ProviderAccount("ollama", "0", settings, account), "x", TestContext.Current.CancellationToken);

        Assert.Equal(BatchFaultCode.UnsupportedOperation, fault.Code);
        Assert.StartsWith("batch_retrieve is not supported by ollama provider. ", fault.Message, StringComparison.Ordinal);
        Assert.Equal(fault, Provider.WhyNot(new ProviderOptions(), null));
        Assert.Equal(fault, answer.Fault);
        Assert.Null(Provider.AccountFromEnvironment(_ => "set"));
    }
}
