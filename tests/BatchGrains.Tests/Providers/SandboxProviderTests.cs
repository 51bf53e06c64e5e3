using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Refresh;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace BatchGrains.Tests.Providers;

public sealed class SandboxProviderTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1795341600);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly SandboxProvider _provider;

    public SandboxProviderTests() => _provider = new SandboxProvider(_time);

    [Theory]
    [InlineData(
        0,
        """ "status":"validating","processing_status":"validating","progress":0,"request_counts":{"total":100,"completed":0,"succeeded":0,"failed":0,"pending":100}}""")]
    [InlineData(
        30,
        """
        "status":"in_progress","processing_status":"in_progress","in_progress_at":1795341606,"progress":50,
        "request_counts":{"total":100,"completed":50,"succeeded":50,"failed":0,"pending":50}}
        """)]
    [InlineData(
        55,
        """
        "status":"finalizing","processing_status":"finalizing","in_progress_at":1795341606,"finalizing_at":1795341654,"progress":99,
        "request_counts":{"total":100,"completed":100,"succeeded":100,"failed":0,"pending":0}}
        """)]
    [InlineData(
        60,
        """
        "status":"completed","processing_status":"completed","in_progress_at":1795341606,"finalizing_at":1795341654,"completed_at":1795341660,
        "progress":100,"output_file_id":"file-demo-60s-output","request_counts":{"total":100,"completed":100,"succeeded":100,"failed":0}}
        """)]
    public async Task A_batch_lives_as_long_as_its_id_says(int seconds, string expected)
    {
        await AskAsync("demo-60s");
        _time.Advance(TimeSpan.FromSeconds(seconds));

        AdapterProbe.AssertSays(
            """
            {"id":"demo-60s","object":"batch","endpoint":"/v1/chat/completions","model":"sandbox","input_file_id":"file-demo-60s-input",
             "completion_window":"24h","created_at":1795341600,"expires_at":1795428000,
            """ + expected,
            (await AskAsync("demo-60s")).Batch);
    }

    [Theory]
    [InlineData("demo-10s-fails", 9, BatchStatus.InProgress, BatchStatus.Failed)]
    [InlineData("demo-10s-expires", 9, BatchStatus.InProgress, BatchStatus.Expired)]
    [InlineData("demo-10s-cancelled", 8, BatchStatus.Cancelling, BatchStatus.Cancelled)]
    [InlineData("demo-10s-partial", 9, BatchStatus.Finalizing, BatchStatus.Completed)]
    [InlineData("demo-10s.run-7", 9, BatchStatus.Finalizing, BatchStatus.Completed)]
    [InlineData("demo-1s", 0, BatchStatus.Validating, BatchStatus.Completed)]
    public async Task An_ending_is_as_the_id_says(string id, int seconds, BatchStatus before, BatchStatus end)
    {
        await AskAsync(id);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(before, (await AskAsync(id)).Batch!.Status);

        _time.Advance(TimeSpan.FromDays(400));
        var batch = (await AskAsync(id)).Batch!;

        Assert.Equal(end, batch.Status);
        Assert.Equal(
            1, new[] { batch.CompletedAt, batch.FailedAt, batch.ExpiredAt, batch.CancelledAt }.Count(time => time is not null));
        Assert.Equal(end is BatchStatus.Failed, batch.Errors is not null);
        Assert.Equal(id.Contains("partial", StringComparison.Ordinal) ? 7 : 0, batch.RequestCounts!.Failed);
        Assert.Equal(id.Contains("partial", StringComparison.Ordinal), batch.ErrorFileId is not null);
    }

    [Property(MaxTest = 200)]
    public void Nothing_ever_goes_back(ushort seconds, byte ending, byte step)
    {
        var id = $"demo-{seconds + 1}s{(string[])["", "-fails", "-expires", "-cancelled", "-partial"] switch { var all => all[ending % 5] }}";
        var plan = SandboxPlan.Of(id)!;
        Batch? last = null;
        for (var passed = 0.0; passed <= seconds + 2; passed += 0.1 + (step * (seconds + 1) / 2000.0))
        {
            var batch = plan.At(id, Start, Start.AddSeconds(passed));
            Assert.Equal(100, batch.RequestCounts!.Total);
            Assert.True(last is null || (Order(batch.Status) >= Order(last.Status)
                && batch.RequestCounts.Completed + batch.RequestCounts.Failed >= last.RequestCounts!.Completed + last.RequestCounts.Failed));
            Assert.True(batch.Status.IsTerminal == (passed >= seconds + 1));
            last = batch;
        }
    }

    [Fact]
    public async Task A_flaky_one_meets_every_trouble_but_never_at_once_and_never_for_ever()
    {
        var answers = new List<ProviderAnswer>();
        for (var look = 0; look < 12; look++)
        {
            answers.Add(await AskAsync("demo-10s-flaky"));
        }

        Assert.NotNull(answers[0].Batch);
        Assert.Equal(
            [BatchFaultCode.ProviderError, BatchFaultCode.ProviderRateLimited, BatchFaultCode.ProviderTimeout, BatchFaultCode.ProviderError],
            answers.Where(answer => answer.Fault is not null).Select(answer => answer.Fault!.Code));
        Assert.DoesNotContain(answers.Zip(answers.Skip(1)), pair => pair.First.Fault is not null && pair.Second.Fault is not null);
    }

    [Fact]
    public async Task An_unknown_one_is_not_found() => Assert.Equal(BatchFaultCode.BatchNotFound, (await AskAsync("demo-unknown")).Fault!.Code);

    [Fact]
    public async Task The_oldest_life_is_forgotten_and_the_memory_bounded()
    {
        await AskAsync("demo-60s");
        _time.Advance(TimeSpan.FromSeconds(60));
        for (var number = 0; number < SandboxProvider.MostLives; number++)
        {
            await AskAsync($"demo-60s.{number}");
        }

        Assert.Equal(BatchStatus.Validating, (await AskAsync("demo-60s")).Batch!.Status);
        Assert.Equal(1795341660, (await AskAsync($"demo-60s.{SandboxProvider.MostLives - 1}")).Batch!.CreatedAt);
    }

    [Fact]
    public async Task Another_silo_goes_on_from_the_last_snapshot()
    {
        var seen = new RefreshState();
        seen.Apply(
            new LookOutcome { Batch = (await AskAsync("demo-60s")).Batch }, new RefreshLimits(), keepRaw: false, Start, jitter: 0);
        _time.Advance(TimeSpan.FromSeconds(30));

        var other = new SandboxProvider(_time);
        var batch = (await AskAsync("demo-60s", other, seen.Snapshot)).Batch!;

        Assert.Equal(50, batch.Progress);
        Assert.Equal(Start.ToUnixTimeSeconds(), batch.CreatedAt);
        Assert.Equal(0, (await AskAsync("demo-60s", new SandboxProvider(_time))).Batch!.Progress);
    }

    [Theory]
    [InlineData("demo-60s", true)]
    [InlineData("demo-1s", true)]
    [InlineData("demo-86400s-partial.run_7", true)]
    [InlineData("demo-unknown", true)]
    [InlineData("demo-0s", false)]
    [InlineData("demo-s", false)]
    [InlineData("demo-60s-", false)]
    [InlineData("demo-60s-explodes", false)]
    [InlineData("demo-9999999999s", false)]
    [InlineData("batch_1", false)]
    [InlineData("", false)]
    public void The_id_tells_the_life(string id, bool valid) => Assert.Equal(valid ? id : null, AdapterProbe.Canonical(_provider, id));

    [Fact]
    public void It_needs_no_account_and_is_there_when_it_is_enabled()
    {
        var off = _provider.WhyNot(new ProviderOptions(), null)!;

        Assert.Equal(BatchFaultCode.ProviderNotConfigured, off.Code);
        Assert.Contains("Providers:sandbox:Enabled", off.Message, StringComparison.Ordinal);
        Assert.Null(_provider.WhyNot(new ProviderOptions { Enabled = true }, null));
        Assert.Null(_provider.AccountFromEnvironment(_ => "set"));
    }

    private Task<ProviderAnswer> AskAsync(string id, SandboxProvider? provider = null, BatchSnapshot? last = null) => (provider ?? _provider).RetrieveAsync(
        new ProviderAccount("sandbox", "default", new ProviderOptions { Enabled = true }, new AccountOptions()), id, last, TestContext.Current.CancellationToken);

    private static int Order(BatchStatus status) => status switch
    {
        BatchStatus.Validating => 0,
        BatchStatus.InProgress => 1,
        BatchStatus.Finalizing or BatchStatus.Cancelling => 2,
        _ => 3,
    };
}
