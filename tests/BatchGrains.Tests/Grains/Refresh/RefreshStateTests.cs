using BatchGrains.Grains.Refresh;
using FsCheck.Xunit;
using static BatchGrains.Tests.Grains.Refresh.Outcomes;

namespace BatchGrains.Tests.Grains.Refresh;

public sealed class RefreshStateTests
{
    private readonly RefreshState _state = new();

    [Fact]
    public void Nothing_known_is_due()
    {
        Assert.True(_state.IsDue(Start, null));
        Assert.Null(_state.NextLookAt);
    }

    [Fact]
    public void The_first_look_counts_as_a_change()
    {
        Assert.True(See(0, Running(1)));

        Assert.Equal(1, _state.Snapshot!.Version);
        Assert.Equal(Start, _state.Snapshot.ObservedAt);
        Assert.Equal(Start, _state.Snapshot.ChangedAt);
        Assert.Equal(At(5), _state.NextLookAt);
        Assert.Equal("main", _state.Account);
    }

    [Fact]
    public void A_look_that_sees_no_change_keeps_version_tag_and_bytes_and_is_not_stored()
    {
        See(0, Running(1));
        var first = _state.Snapshot!;

        Assert.False(See(100, Running(1)));

        Assert.Equal(1, _state.Snapshot!.Version);
        Assert.Equal(first.ETag, _state.Snapshot.ETag);
        Assert.Equal(first.Json, _state.Snapshot.Json);
        Assert.Equal(At(100), _state.Snapshot.ObservedAt);
        Assert.Equal(Start, _state.Snapshot.ChangedAt);
        Assert.Equal(At(110), _state.NextLookAt);
    }

    [Fact]
    public void A_batch_that_another_account_turns_out_to_hold_is_stored_again_under_its_version()
    {
        See(0, Running(1));

        Assert.True(See(5, Running(1) with { Account = "other" }));

        Assert.Equal("other", _state.Account);
        Assert.Equal(1, _state.Snapshot!.Version);
    }

    [Theory]
    [InlineData(4.9, false)]
    [InlineData(5, true)]
    public void A_snapshot_is_due_when_its_time_has_come(double seconds, bool due)
    {
        See(0, Running(1));

        Assert.Equal(due, _state.IsDue(At(seconds), null));
    }

    [Theory]
    [InlineData(0, 4.9, false)]
    [InlineData(0, 5, true)]
    [InlineData(8, 7.9, false)]
    [InlineData(8, 8, true)]
    [InlineData(1000, 9.9, false)]
    [InlineData(1000, 10, true)]
    public void A_reader_may_want_it_younger_but_not_within_the_minimum_interval(double maxAge, double age, bool due)
    {
        See(0, Running(1));
        See(100, Running(1));

        Assert.Equal(due, _state.IsDue(At(100 + age), TimeSpan.FromSeconds(maxAge)));
    }

    [Fact]
    public void A_look_that_failed_counts_for_the_minimum_interval()
    {
        See(0, Running(1));
        See(20, Fault(BatchFaultCode.ProviderError));

        Assert.False(_state.IsDue(At(24.9), TimeSpan.Zero));
        Assert.True(_state.IsDue(At(25), TimeSpan.Zero));
    }

    [Theory]
    [InlineData(BatchFaultCode.ProviderRateLimited)]
    [InlineData(null)]
    public void No_reader_gets_past_retry_after(BatchFaultCode? code)
    {
        See(0, Running(1));
        See(20, (code is { } fault ? Fault(fault) : Running(1)) with { RetryAfter = TimeSpan.FromSeconds(90) });

        Assert.False(_state.IsDue(At(109.9), TimeSpan.Zero));
        Assert.False(_state.IsDue(At(109.9), null));
        Assert.True(_state.IsDue(At(110), null));
    }

    [Fact]
    public void No_reader_gets_past_a_documented_floor()
    {
        See(0, Running(1), Limits.Of(min: 60, max: 60, floor: 60));

        Assert.False(_state.IsDue(At(59.9), TimeSpan.Zero));
        Assert.True(_state.IsDue(At(60), TimeSpan.Zero));
    }

    [Theory]
    [InlineData(BatchFaultCode.ProviderTimeout)]
    [InlineData(BatchFaultCode.ProviderRateLimited)]
    [InlineData(BatchFaultCode.ProviderError)]
    [InlineData(BatchFaultCode.ProviderAuthFailed)]
    [InlineData(BatchFaultCode.ProviderBadResponse)]
    [InlineData(BatchFaultCode.ProviderUnavailable)]
    [InlineData(BatchFaultCode.ProviderNotConfigured)]
    [InlineData(BatchFaultCode.Internal)]
    [InlineData(BatchFaultCode.BatchNotFound)]
    public void A_fault_stands_beside_the_snapshot_and_backs_off(BatchFaultCode code)
    {
        See(0, Running(1));

        Assert.False(See(5, Fault(code)));
        Assert.Equal(code, _state.Fault!.Code);
        Assert.Equal(Start, _state.Snapshot!.ObservedAt);
        Assert.Equal(At(10), _state.NextLookAt);
        See(10, Fault(code));
        Assert.Equal(At(20), _state.NextLookAt);
        See(20, Running(1));
        Assert.Null(_state.Fault);
        See(22, Fault(code));
        Assert.Equal(At(27), _state.NextLookAt);
    }

    [Fact]
    public void A_provider_that_says_not_to_retry_waits_for_the_longest_time_except_for_its_404s()
    {
        See(0, Running(1));
        See(5, Fault(BatchFaultCode.ProviderError) with { ShouldRetry = false });
        Assert.Equal(At(65), _state.NextLookAt);
        See(65, Running(2));
        See(70, Fault(BatchFaultCode.BatchNotFound) with { ShouldRetry = false });
        Assert.Equal(At(75), _state.NextLookAt);
    }

    [Fact]
    public void An_unknown_id_is_remembered_for_a_few_seconds_however_often_it_was_asked_for()
    {
        for (var look = 0; look < 10; look++)
        {
            Assert.False(See(look * 5, Fault(BatchFaultCode.BatchNotFound)));
            Assert.False(_state.IsDue(At((look * 5) + 4.9), null));
            Assert.True(_state.IsDue(At((look * 5) + 5), null));
        }
    }

    [Fact]
    public void A_batch_seen_before_is_gone_only_after_five_looks_over_five_minutes()
    {
        See(0, Running(1));
        for (var look = 0; look < 4; look++)
        {
            Assert.False(See(100 + (look * 100), Fault(BatchFaultCode.BatchNotFound)));
            Assert.NotNull(_state.Snapshot);
        }

        Assert.True(See(500, Fault(BatchFaultCode.BatchNotFound)));
        Assert.Null(_state.Snapshot);
        Assert.Null(_state.Account);
        Assert.Equal(BatchFaultCode.BatchNotFound, _state.Fault!.Code);
    }

    [Fact]
    public void Looks_that_fail_otherwise_prove_nothing_and_a_look_that_finds_it_begins_the_count_anew()
    {
        See(0, Running(1));
        for (var look = 0; look < 20; look++)
        {
            See(100 + (look * 100), look % 4 == 3 ? Running(1) : Fault(look % 4 == 1 ? BatchFaultCode.ProviderError : BatchFaultCode.BatchNotFound));
            Assert.NotNull(_state.Snapshot);
        }
    }

    [Fact]
    public void The_providers_own_answer_is_kept_only_where_it_is_to_be()
    {
        var raw = Running(1) with { Raw = "{}"u8.ToArray() };

        _state.Apply(raw, Limits.Of(), keepRaw: false, Start, 0);
        Assert.True(_state.Snapshot!.RawResponse.IsEmpty);
        _state.Apply(raw, Limits.Of(), keepRaw: true, Start, 0);
        Assert.Equal(2, _state.Snapshot.RawResponse.Length);
    }

    [Property(MaxTest = 500)]
    public void Whatever_happens_versions_move_forward_and_faults_change_nothing(byte[] events)
    {
        var state = new RefreshState();
        var now = Start;
        foreach (var happening in events)
        {
            now += TimeSpan.FromSeconds(1 + (happening % 97));
            var before = state.Snapshot;
            var outcome = (happening % 8) switch
            {
                0 or 1 or 2 or 3 => Running(happening % 5),
                4 => Fault(BatchFaultCode.BatchNotFound),
                5 => Fault(BatchFaultCode.ProviderRateLimited) with { RetryAfter = TimeSpan.FromSeconds(happening) },
                _ => Fault(BatchFaultCode.ProviderError),
            };
            var changed = state.Apply(outcome, Limits.Of(), false, now, (happening / 128.0) - 1);

            Assert.True(state.NextLookAt > now);
            Assert.False(state.IsDue(now, TimeSpan.Zero));
            Assert.True(state.NextLookAt <= now + TimeSpan.FromSeconds(Math.Max(66, (int)happening)));
            if (outcome.Batch is not null)
            {
                Assert.Null(state.Fault);
                Assert.Equal(now, state.Snapshot!.ObservedAt);
                Assert.Equal(changed, before?.ETag != state.Snapshot.ETag);
                Assert.Equal((before?.Version ?? 0) + (changed ? 1 : 0), state.Snapshot.Version);
            }
            else if (state.Snapshot is not null)
            {
                Assert.Same(before, state.Snapshot);
            }
        }
    }

    private bool See(double seconds, LookOutcome outcome, RefreshLimits? limits = null) =>
        _state.Apply(outcome, limits ?? Limits.Of(), keepRaw: false, At(seconds), jitter: 0);
}
