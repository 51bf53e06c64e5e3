using BatchGrains.Grains;
using BatchGrains.Grains.Refresh;
using static BatchGrains.Tests.Grains.Refresh.Outcomes;

namespace BatchGrains.Tests.Grains.Refresh;

/// <summary>What becomes of a batch that has ended, and of what storage gives back.</summary>
public sealed class FinalAndStoredTests
{
    private readonly RefreshState _state = new();

    [Theory]
    [InlineData(BatchStatus.Completed)]
    [InlineData(BatchStatus.Failed)]
    [InlineData(BatchStatus.Expired)]
    [InlineData(BatchStatus.Cancelled)]
    public void A_final_batch_is_never_due(BatchStatus status)
    {
        See(0, Ended(status));

        Assert.Null(_state.NextLookAt);
        Assert.False(_state.IsDue(At(1e9), null));
        Assert.False(_state.IsDue(At(1e9), TimeSpan.Zero));
    }

    [Theory]
    [InlineData(BatchFaultCode.BatchNotFound)]
    [InlineData(BatchFaultCode.ProviderError)]
    public void A_final_batch_that_is_looked_at_again_rarely_stays_as_it_is_whatever_becomes_of_it(BatchFaultCode code)
    {
        var limits = Limits.Of(recheck: 600);
        See(0, Ended(BatchStatus.Completed), limits);
        for (var look = 1; look < 20; look++)
        {
            Assert.False(_state.IsDue(At((look * 600) - 1), TimeSpan.Zero));
            Assert.True(_state.IsDue(At(look * 600), null));
            Assert.False(See(look * 600, Fault(code), limits));
            Assert.True(_state.Snapshot!.IsFinal);
            Assert.Null(_state.Fault);
        }
    }

    [Fact]
    public void A_final_batch_is_looked_at_again_no_sooner_than_the_least_interval_that_is_set()
    {
        var limits = Limits.Of(recheck: 60, floor: 3600);

        See(0, Ended(BatchStatus.Cancelled), limits);
        Assert.Equal(At(3600), _state.NextLookAt);

        See(3600, Fault(BatchFaultCode.ProviderError), limits);
        Assert.Equal(At(7200), _state.NextLookAt);

        var restored = new RefreshState();
        restored.Restore(new BatchState { Snapshot = _state.Snapshot, Account = _state.Account }, limits);
        Assert.Equal(At(3600), restored.NextLookAt);
    }

    [Fact]
    public void A_final_batch_is_looked_at_again_no_sooner_than_the_provider_asked_for()
    {
        var limits = Limits.Of(recheck: 60);

        See(0, Ended(BatchStatus.Cancelled) with { RetryAfter = TimeSpan.FromSeconds(90) }, limits);
        Assert.Equal(At(90), _state.NextLookAt);

        See(90, Fault(BatchFaultCode.ProviderRateLimited) with { RetryAfter = TimeSpan.FromSeconds(120) }, limits);
        Assert.Equal(At(210), _state.NextLookAt);

        See(210, Fault(BatchFaultCode.ProviderRateLimited) with { RetryAfter = TimeSpan.FromSeconds(30) }, limits);
        Assert.Equal(At(270), _state.NextLookAt);
    }

    [Fact]
    public void A_later_final_snapshot_of_another_activation_is_read_again_no_sooner_than_the_least_interval_that_is_set()
    {
        See(0, Running(1));
        var other = new RefreshState();
        other.Apply(Ended(BatchStatus.Completed), Limits.Of(), keepRaw: false, At(60), jitter: 0);

        _state.Reconcile(new BatchState { Snapshot = other.Snapshot, Account = "other" }, Limits.Of(recheck: 60, floor: 600));

        Assert.Equal(At(660), _state.NextLookAt);
    }

    [Fact]
    public void A_final_batch_that_is_never_looked_at_again_stays_so_whatever_the_provider_asked_for()
    {
        See(0, Ended(BatchStatus.Completed) with { RetryAfter = TimeSpan.FromSeconds(90) }, Limits.Of(floor: 3600));

        Assert.Null(_state.NextLookAt);
    }

    [Fact]
    public void A_final_batch_that_reopens_goes_on_with_a_higher_version()
    {
        var limits = Limits.Of(recheck: 600);
        See(0, Ended(BatchStatus.Completed), limits);

        Assert.True(See(600, Running(2), limits));

        Assert.Equal(2, _state.Snapshot!.Version);
        Assert.Equal(At(605), _state.NextLookAt);
    }

    [Fact]
    public void What_was_stored_goes_on_from_when_it_was_seen()
    {
        See(0, Running(1));
        var restored = new RefreshState();
        restored.Restore(new BatchState { Snapshot = _state.Snapshot, Account = _state.Account }, Limits.Of());

        Assert.Equal("main", restored.Account);
        Assert.False(restored.IsDue(At(4), TimeSpan.Zero));
        Assert.True(restored.IsDue(At(5), null));
        Assert.False(restored.Apply(Running(1), Limits.Of(), false, At(50), 0));
        Assert.Equal(Start, restored.Snapshot!.ChangedAt);
    }

    [Fact]
    public void What_was_stored_as_final_stays_final()
    {
        See(0, Ended(BatchStatus.Failed));
        var restored = new RefreshState();
        restored.Restore(new BatchState { Snapshot = _state.Snapshot, Account = _state.Account }, Limits.Of());

        Assert.False(restored.IsDue(At(1e8), TimeSpan.Zero));
        Assert.Null(restored.NextLookAt);
    }

    [Fact]
    public void A_later_final_snapshot_of_another_activation_is_taken_over_and_read_again_when_it_may_change()
    {
        See(0, Running(1));
        See(5, Fault(BatchFaultCode.ProviderError));
        var other = new RefreshState();
        other.Apply(Ended(BatchStatus.Completed), Limits.Of(), keepRaw: false, At(60), jitter: 0);

        Assert.True(_state.Reconcile(new BatchState { Snapshot = other.Snapshot, Account = "other" }, Limits.Of(recheck: 600)));

        Assert.Same(other.Snapshot, _state.Snapshot);
        Assert.Equal("other", _state.Account);
        Assert.Null(_state.Fault);
        Assert.Equal(At(660), _state.NextLookAt);
    }

    [Fact]
    public void An_earlier_snapshot_of_another_activation_only_raises_the_version()
    {
        var other = new RefreshState();
        other.Apply(Ended(BatchStatus.Completed), Limits.Of(), keepRaw: false, Start, jitter: 0);
        See(60, Running(1));

        Assert.False(_state.Reconcile(new BatchState { Snapshot = other.Snapshot, Account = "other" }, Limits.Of()));

        Assert.Equal((2, BatchStatus.InProgress, "main"), (_state.Snapshot!.Version, _state.Snapshot.Status, _state.Account));
    }

    private bool See(double seconds, LookOutcome outcome, RefreshLimits? limits = null) =>
        _state.Apply(outcome, limits ?? Limits.Of(), keepRaw: false, At(seconds), jitter: 0);
}
