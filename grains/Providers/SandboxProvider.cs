using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// A provider without a network or credentials, whose ids tell what becomes of a batch: for a first try, a demonstration, or a client's own tests.
/// </summary>
/// <remarks>
/// A batch is created when it is first asked for. A silo that does not know it, or has dropped it for newer ones, takes its start from the last
/// snapshot, so that a life goes on where its grain goes.
/// </remarks>
internal sealed class SandboxProvider(TimeProvider time) : IBatchProvider
{
    public const string ProviderName = "sandbox";

    /// <summary>How many batches are remembered.</summary>
    public const int MostLives = 10_000;

    private const string UnknownId = "demo-unknown";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTimeOffset Start, long Looks)> _lives = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();

    public string Name => ProviderName;

    public ProviderNotes Notes { get; } = new()
    {
        Settings = "`Enabled` (no account, no key, no network)",
        Ids = "`demo-60s`: any number of seconds, then `-fails`, `-expires`, `-cancelled`, `-partial`, `-flaky` or nothing, then a label such as "
            + "`.run7` or nothing; `demo-unknown` is not found",
        Words = [.. Enum.GetValues<BatchStatus>().Select(status => KeyValuePair.Create(status.Word, status.Word))],
        Remarks = "The batch is created when it is first asked for, and ends as its id says. Its counts rise on the way. Of a `-flaky` one every "
            + "third look fails, by turns with `provider_error`, `provider_rate_limited` and `provider_timeout`.",
    };

    public AccountOptions? AccountFromEnvironment(AccountVariables variables) => null;

    public BatchFault? WhyNot(ProviderOptions settings, AccountOptions? account) => settings.Enabled ? null : new BatchFault
    {
        Code = BatchFaultCode.ProviderNotConfigured,
        Message = "sandbox is turned off: set Providers:sandbox:Enabled to true, or the environment variable Providers__sandbox__Enabled.",
    };

    public BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        batchId is UnknownId || SandboxPlan.Of(batchId) is not null ? BatchIdentity.Valid(batchId) : BatchIdentity.Invalid(SandboxPlan.IdRule);

    public Task<ProviderAnswer> RetrieveAsync(ProviderAccount account, string batchId, CancellationToken cancellationToken) =>
        RetrieveAsync(account, batchId, null, cancellationToken);

    public Task<ProviderAnswer> RetrieveAsync(ProviderAccount account, string batchId, BatchSnapshot? last, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Answer(batchId, last));
    }

    private ProviderAnswer Answer(string batchId, BatchSnapshot? last)
    {
        if (SandboxPlan.Of(batchId) is not { } plan)
        {
            return ProviderAnswer.Of(CommonFaults.NotFound(ProviderName));
        }

        var now = time.GetUtcNow();
        var (start, looks) = Look(batchId, last, now);
        return plan.Ending is "flaky" && looks % 3 == 0
            ? ProviderAnswer.Of(Trouble(looks / 3))
            : ProviderAnswer.Of(plan.At(batchId, start, now));
    }

    private (DateTimeOffset Start, long Looks) Look(string batchId, BatchSnapshot? last, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_lives.TryGetValue(batchId, out var life))
            {
                if (_oldestFirst.Count == MostLives)
                {
                    _lives.Remove(_oldestFirst.Dequeue());
                }

                _oldestFirst.Enqueue(batchId);
                life.Start = last?.Batch.CreatedAt is { } created ? DateTimeOffset.FromUnixTimeSeconds(created) : now;
            }

            life.Looks++;
            _lives[batchId] = life;
            return life;
        }
    }

    private static BatchFault Trouble(long turn) => (turn % 3) switch
    {
        1 => new BatchFault { Code = BatchFaultCode.ProviderError, Message = "sandbox failed (HTTP 500), as the id says." },
        2 => new BatchFault
        {
            Code = BatchFaultCode.ProviderRateLimited,
            Message = "sandbox says that it is asked too often (HTTP 429), as the id says.",
            RetryAfter = TimeSpan.FromSeconds(1),
        },
        _ => new BatchFault { Code = BatchFaultCode.ProviderTimeout, Message = "sandbox did not answer in time, as the id says." },
    };
}
