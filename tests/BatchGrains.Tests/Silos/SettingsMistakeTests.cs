using BatchGrains.Silo;

namespace BatchGrains.Tests.Silos;

/// <summary>A mistake in the settings ends the start, and the message names the setting.</summary>
public sealed class SettingsMistakeTests
{
    private const string Secret = "not-for-the-log";

    [Theory]
    [InlineData("Cluster:Mode", "Cluster:Mode=Swarm")]
    [InlineData("Cluster:Mode", "Cluster:Mode=7")]
    [InlineData("Cluster:SiloPort", "Cluster:SiloPort=many")]
    [InlineData("Cluster:SiloPort", "Cluster:SiloPort=99999")]
    [InlineData("Cluster:SiloPort", "Cluster:SiloPort=0")]
    [InlineData("Cluster:GatewayPort", "Cluster:GatewayPort=70000")]
    [InlineData("Cluster:GatewayPort", "Cluster:GatewayPort=0")]
    [InlineData("Cluster:GatewayPort", "Cluster:SiloPort=11111", "Cluster:GatewayPort=11111")]
    [InlineData("Cluster:ClusterId", "Cluster:ClusterId=")]
    [InlineData("Cluster:ServiceId", "Cluster:ServiceId= ")]
    [InlineData("ConnectionStrings:Redis", "Cluster:Mode=Redis", "ConnectionStrings:Redis=")]
    [InlineData("ConnectionStrings:Redis", "Cluster:Mode=Redis", $"ConnectionStrings:Redis=127.0.0.1:1,{Secret}=1")]
    [InlineData("Cluster:AdvertisedAddress", "Cluster:Mode=Redis", "ConnectionStrings:Redis=127.0.0.1:1", "Cluster:AdvertisedAddress=here")]
    [InlineData("Storage:Mode", "Storage:Mode=Disk")]
    [InlineData("ConnectionStrings:AzureStorage", "Storage:Mode=AzureBlob", "ConnectionStrings:AzureStorage=")]
    [InlineData("ConnectionStrings:AzureStorage", "Storage:Mode=AzureBlob", $"ConnectionStrings:AzureStorage=AccountKey={Secret}")]
    [InlineData("Storage:ContainerName", "Storage:Mode=AzureBlob", "ConnectionStrings:AzureStorage=UseDevelopmentStorage=true", "Storage:ContainerName=Bad_Name")]
    [InlineData("ConnectionStrings:Redis", "Storage:Mode=Redis", "ConnectionStrings:Redis=")]
    [InlineData("Providers:opanai", "Providers:opanai:RequestsPerSecond=5")]
    [InlineData("Providers:openai:BaseUrl", "Providers:openai:BaseUrl=ftp://127.0.0.1")]
    [InlineData("Providers:openai:RequestsPerSecond", "Providers:openai:RequestsPerSecond=0")]
    [InlineData("Providers:openai:TimeoutSeconds", "Providers:openai:TimeoutSeconds=3600")]
    [InlineData("Providers:openai:Accounts:0:ApiKey", $"Providers:openai:Accounts:0:ApiKey={Secret}é")]
    [InlineData("Providers:openai can't be read: ", "Providers:openai:RequestPerSecond=5")]
    [InlineData("'RequestPerSecond'", "Providers:openai:RequestPerSecond=5")]
    [InlineData("Providers:bedrock:Accounts:0 can't be read: ", "Providers:bedrock:Accounts:0:AllowedRegions:0=eu-west-1")]
    [InlineData("'AllowedRegions'", "Providers:bedrock:Accounts:0:AllowedRegions:0=eu-west-1")]
    [InlineData("Providers:azure:Accounts:1:UseEntra", "Providers:azure:Accounts:0:ApiKey=k", "Providers:azure:Accounts:1:UseEntra=maybe")]
    [InlineData("Providers:openai:Accounts:0", $"Providers:openai:Accounts:0={Secret}")]
    [InlineData("Providers:openai:Accounts", $"Providers:openai:Accounts={Secret}")]
    [InlineData("Providers:openai", $"Providers:openai={Secret}")]
    [InlineData("Providers:openai:Accounts:0:UseEntra", $"Providers:openai:Accounts:0:UseEntra={Secret}")]
    [InlineData("Providers:openai:Accounts:0:Tenants", "Providers:openai:Accounts:0:Tenants=acme")]
    [InlineData("Providers:bedrock:AllowedRegions", "Providers:bedrock:AllowedRegions=eu-west-1")]
    [InlineData("Refresh:MinSeconds", "Refresh:MinSeconds=0")]
    [InlineData("Refresh:MaxSeconds", "Refresh:MinSeconds=10", "Refresh:MaxSeconds=5")]
    [InlineData("Tenants:acme:Providers:0", "Tenants:acme:Providers:0=opnai", "Auth:Mode=None")]
    [InlineData("Shutdown:DrainSeconds", "Shutdown:DrainSeconds=-1")]
    [InlineData("Shutdown:TimeoutSeconds", "Shutdown:TimeoutSeconds=0")]
    public async Task A_mistake_is_told_by_the_name_of_the_setting(string named, params string[] settings)
    {
        var failure = await FailureAsync(settings);

        Assert.Contains(named, failure, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure, StringComparison.Ordinal);
    }

    private static async Task<string> FailureAsync(string[] settings)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var app = SiloApp.Build([.. settings.Select(setting => $"--{setting}"), "--urls=http://127.0.0.1:0"]);
            await app.StartAsync(TestContext.Current.CancellationToken);
        });
        return failure.Message;
    }
}
