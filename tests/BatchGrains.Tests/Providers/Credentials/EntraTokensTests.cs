using Azure;
using Azure.Core;
using Azure.Identity;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Credentials;
using Microsoft.Extensions.Time.Testing;

namespace BatchGrains.Tests.Providers.Credentials;

public sealed class EntraTokensTests
{
    private const string Scope = "https://cognitiveservices.azure.com/.default";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));

    private readonly ProviderAccount _account = AdapterProbe.Account("azure", credentials: new AccountOptions { UseEntra = true });

    private int _number;

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_it_expires()
    {
        var credential = new StubbedCredential(_ => Task.FromResult(Next(TimeSpan.FromHours(1))));
        var tokens = new EntraTokens(credential, _clock);
        Assert.Equal("token 1", await TokenAsync(tokens));
        _clock.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("token 1", await TokenAsync(tokens));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("token 2", await TokenAsync(tokens));
        Assert.Equal(2, credential.Asked);
    }

    [Fact]
    public async Task One_refresh_serves_all()
    {
        var gate = new TaskCompletionSource<AccessToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        var credential = new StubbedCredential(_ => gate.Task);
        var tokens = new EntraTokens(credential, _clock);
        var asked = Enumerable.Range(0, 50).Select(_ => TokenAsync(tokens)).ToArray();
        gate.SetResult(Next(TimeSpan.FromHours(1)));
        Assert.All(await Task.WhenAll(asked), token => Assert.Equal("token 1", token));
        Assert.Equal(1, credential.Asked);
    }

    [Fact]
    public async Task A_caller_who_goes_away_does_not_end_the_refresh()
    {
        var gate = new TaskCompletionSource<AccessToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        var credential = new StubbedCredential(_ => gate.Task);
        var tokens = new EntraTokens(credential, _clock);
        using var leaving = new CancellationTokenSource();
        var gone = tokens.GetAsync(_account, Scope, leaving.Token).AsTask();
        var staying = TokenAsync(tokens);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        gate.SetResult(Next(TimeSpan.FromHours(1)));
        Assert.Equal("token 1", await staying);
        Assert.Equal(1, credential.Asked);
    }

    [Fact]
    public async Task A_refresh_that_fails_leaves_the_old_token_in_use_while_it_is_valid()
    {
        var fails = false;
        var credential = new StubbedCredential(_ => fails ? throw new AuthenticationFailedException("no") : Task.FromResult(Next(TimeSpan.FromHours(1))));
        var tokens = new EntraTokens(credential, _clock);
        await TokenAsync(tokens);
        fails = true;
        _clock.Advance(TimeSpan.FromMinutes(58));
        Assert.Equal("token 1", await TokenAsync(tokens));
        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(BatchFaultCode.ProviderAuthFailed, await FaultCodeAsync(tokens));
    }

    [Fact]
    public async Task A_refusal_names_its_code_and_nothing_else()
    {
        var tokens = new EntraTokens(
            new StubbedCredential(_ => throw new AuthenticationFailedException("AADSTS7000215: Invalid client secret 's3cr3t' for app 'x'.")), _clock);
        var answer = await tokens.GetAsync(_account, Scope, TestContext.Current.CancellationToken);
        Assert.Equal(BatchFaultCode.ProviderAuthFailed, answer.Fault!.Code);
        Assert.Contains("AADSTS7000215", answer.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", answer.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_authority_that_can_not_be_reached_is_an_error_of_the_provider()
    {
        var unreachable = new AuthenticationFailedException("x", new AggregateException(new RequestFailedException("y", new HttpRequestException("z"))));
        Assert.Equal(BatchFaultCode.ProviderError, await FaultCodeAsync(new EntraTokens(new StubbedCredential(_ => throw unreachable), _clock)));
    }

    [Fact]
    public async Task A_chain_that_finds_nothing_is_a_refusal()
    {
        var nothing = new CredentialUnavailableException("x", new AggregateException(new HttpRequestException("no metadata server")));
        Assert.Equal(BatchFaultCode.ProviderAuthFailed, await FaultCodeAsync(new EntraTokens(new StubbedCredential(_ => throw nothing), _clock)));
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_is_a_time_out()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tokens = new EntraTokens(
            new StubbedCredential(_ =>
            {
                asked.SetResult();
                return new TaskCompletionSource<AccessToken>().Task;
            }),
            _clock);
        var waiting = FaultCodeAsync(tokens);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(BatchFaultCode.ProviderTimeout, await waiting);
    }

    private AccessToken Next(TimeSpan lifetime) => new($"token {++_number}", _clock.GetUtcNow() + lifetime);

    private async Task<string?> TokenAsync(EntraTokens tokens) => (await tokens.GetAsync(_account, Scope, TestContext.Current.CancellationToken)).Value;

    private async Task<BatchFaultCode> FaultCodeAsync(EntraTokens tokens) =>
        (await tokens.GetAsync(_account, Scope, TestContext.Current.CancellationToken)).Fault!.Code;
}
