using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Credentials;

namespace BatchGrains.Tests.Providers.Credentials;

public sealed class AwsCredentialsTests
{
    [Theory]
    [InlineData("session", "session")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void An_accounts_own_keys_are_taken_at_once_and_as_they_are(string? session, string expected)
    {
        using var credentials = new AwsCredentials(TimeProvider.System);
        var account = AdapterProbe.Account("bedrock", credentials: new AccountOptions { AccessKeyId = "id", SecretAccessKey = "secret", SessionToken = session });
        var given = credentials.GetAsync(account, TestContext.Current.CancellationToken);
        Assert.True(given.IsCompletedSuccessfully);
        Assert.Equal(("id", "secret", expected), (given.Result.Value!.AccessKey, given.Result.Value.SecretKey, given.Result.Value.Token));
    }
}
