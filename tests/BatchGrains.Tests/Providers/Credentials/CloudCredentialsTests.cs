using BatchGrains.Grains.Providers.Credentials;
using BatchGrains.Grains.Providers.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BatchGrains.Tests.Providers.Credentials;

public sealed class CloudCredentialsTests
{
    [Fact]
    public void The_adapters_of_the_clouds_find_their_credentials_without_a_call()
    {
        using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddProviderHttpClient()
            .AddCloudCredentials()
            .BuildServiceProvider(validateScopes: true);
        Assert.NotNull(services.GetRequiredService<AwsCredentials>());
        Assert.NotNull(services.GetRequiredService<GoogleTokens>());
        Assert.NotNull(services.GetRequiredService<EntraTokens>());
    }
}
