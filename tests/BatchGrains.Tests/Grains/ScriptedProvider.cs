using System.Collections.Concurrent;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Grains;

/// <summary>A provider whose answers a test decides, call by call, and that counts its calls.</summary>
internal sealed class ScriptedProvider : IBatchProvider
{
    private readonly ConcurrentQueue<Call> _calls = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private int _inFlight;

    public string Name => "scripted";

    public ProviderNotes Notes { get; } = new() { Settings = "", Ids = "", Words = [], Remarks = "" };

    /// <summary>The environment variable that makes an account.</summary>
    public const string Variable = "SCRIPTED_API_KEY";

    /// <summary>Whether an account needs a key.</summary>
    public bool NeedsKey { get; set; }

    /// <summary>Says that there is no batch API.</summary>
    public bool IsUnsupported { get; set; }

    public TimeSpan MinimumInterval { get; set; }

    public TimeSpan? Recheck { get; set; }

    /// <summary>Answers a call when it is not null; otherwise the call waits for the test to answer it.</summary>
    public Func<Call, ProviderAnswer?> Answer { get; set; } = _ => null;

    public int Calls => _calls.Count;

    public IEnumerable<Call> AllCalls => _calls;

    public int MostInFlight { get; private set; }

    public TimeSpan? FinalRecheck(BatchSnapshot final) => Recheck;

    public AccountOptions? AccountFromEnvironment(AccountVariables variables) =>
        variables.Credential(Variable) is { } key ? new AccountOptions { ApiKey = key } : null;

    public BatchFault? WhyNot(ProviderOptions settings, AccountOptions? account) =>
        IsUnsupported ? new BatchFault { Code = BatchFaultCode.UnsupportedOperation, Message = "scripted" }
        : NeedsKey && account?.ApiKey is null ? new BatchFault { Code = BatchFaultCode.ProviderNotConfigured, Message = "scripted" }
        : null;

    public BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.IsSegment(batchId) ? BatchIdentity.Valid(batchId) : BatchIdentity.Invalid("a segment");

    public async Task<ProviderAnswer> RetrieveAsync(ProviderAccount account, string batchId, CancellationToken cancellationToken)
    {
        var call = new Call(account, batchId);
        _calls.Enqueue(call);
        MostInFlight = Math.Max(MostInFlight, Interlocked.Increment(ref _inFlight));
        try
        {
            if (Answer(call) is { } answer)
            {
                return answer;
            }

            _arrived.Release();
            return await call.Reply.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>Waits for a call that waits for its answer.</summary>
    public async Task<Call> NextCallAsync(CancellationToken cancellationToken)
    {
        Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken), "No call came.");
        return _calls.Last();
    }

    public static ProviderAnswer Running(int completed = 1, string id = "b1") => ProviderAnswer.Of(new Batch
    {
        Id = id,
        Status = BatchStatus.InProgress,
        RequestCounts = new RequestCounts { Total = 1000, Completed = completed },
    });

    public static ProviderAnswer Ended(BatchStatus status = BatchStatus.Completed) => ProviderAnswer.Of(new Batch { Id = "b1", Status = status });

    public static ProviderAnswer Fault(BatchFaultCode code, TimeSpan? retryAfter = null) =>
        ProviderAnswer.Of(new BatchFault { Code = code, Message = $"scripted {code}", RetryAfter = retryAfter });

    internal sealed record Call(ProviderAccount Account, string BatchId)
    {
        public TaskCompletionSource<ProviderAnswer> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
