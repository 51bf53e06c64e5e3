using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Credentials;

namespace BatchGrains.Tests.Providers.Credentials;

public sealed class AwsCredentialsTests
{
    [Theory]
    [InlineData("session", "session")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public async Task An_accounts_own_keys_are_taken_at_once_and_as_they_are(string? session, string expected)
    {
        using var credentials = new AwsCredentials(TimeProvider.System);
        var account = AdapterProbe.Account("bedrock", credentials: new AccountOptions { AccessKeyId = "id", SecretAccessKey = "secret", SessionToken = session });
        var given = credentials.GetAsync(account, TestContext.Current.CancellationToken).AsTask();
        Assert.True(given.IsCompletedSuccessfully);
        var keys = (await given).Value!;
        Assert.Equal(("id", "secret", expected), (keys.AccessKey, keys.SecretKey, keys.Token));
    }

    [Fact]
    public async Task A_line_break_at_the_end_of_a_key_from_a_file_is_no_part_of_it()
    {
        using var credentials = new AwsCredentials(TimeProvider.System);
        var account = AdapterProbe.Account(
            "bedrock", credentials: new AccountOptions { AccessKeyId = "id\n", SecretAccessKey = "secret\r\n", SessionToken = "session\n" });

        var keys = (await credentials.GetAsync(account, TestContext.Current.CancellationToken)).Value!;

        Assert.Equal(("id", "secret", "session"), (keys.AccessKey, keys.SecretKey, keys.Token));
    }
}
