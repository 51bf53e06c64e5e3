using BatchGrains.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BatchGrains.Tests.GrainInterfaces.Client;

/// <summary>A reader over plain objects and a clock that tests move.</summary>
internal sealed class ReaderStage : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public ReaderStage(BatchReaderOptions? options = null)
    {
        var (factory, grains) = FakeGrains.Create(Time);
        Factory = factory;
        Grains = grains;
        var kept = options ?? new BatchReaderOptions();
        Reader = new CachedBatchReader(factory, Time, kept, hedges: kept.CacheSnapshots, NullLogger.Instance);
    }

    public static BatchKey Key { get; } = BatchKey.Create("default", "openai", "batch_1");

    public FakeTimeProvider Time { get; } = new(Start);

    public IGrainFactory Factory { get; }

    public FakeGrains Grains { get; }

    public CachedBatchReader Reader { get; }

    public FakeBatch Batch => Grains[Key];

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask<BatchReading> ReadAsync(BatchReadOptions? options = null) => Reader.ReadAsync(Key, options ?? BatchReadOptions.Default, Token);

    public BatchHandle Handle(string id = "batch_1") => new(Reader, Time, "default", "openai", id);

    /// <summary>What a grain says of a batch that it has just looked at.</summary>
    public BatchReading Seen(BatchStatus status = BatchStatus.InProgress, string etag = "W/\"1\"", int bytes = 20) => new()
    {
        Snapshot = new BatchSnapshot
        {
            Json = new byte[bytes],
            ETag = etag,
            Version = 1,
            Status = status,
            ObservedAt = Time.GetUtcNow(),
            ChangedAt = Time.GetUtcNow(),
            LatencyMilliseconds = 12,
        },
        Origin = BatchReadingOrigin.Miss,
        NextLookAt = status.IsTerminal ? null : Time.GetUtcNow() + TimeSpan.FromSeconds(10),
    };

    public static BatchReading Faulty(BatchFaultCode code, TimeSpan? retryAfter = null) => new()
    {
        Fault = new BatchFault { Code = code, Message = "No.", RetryAfter = retryAfter },
        Origin = BatchReadingOrigin.Miss,
    };

    public static Task SiloDied(CancellationToken cancellationToken) => throw new SiloUnavailableException("The silo is dead.");

    public static Task NeverAnswers(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    /// <summary>Moves the clock in small steps until a task has ended.</summary>
    public async Task<T> PassTimeUntil<T>(Task<T> task)
    {
        await PassTimeUntil(() => task.IsCompleted);
        return await task;
    }

    /// <summary>Moves the clock in small steps until something holds.</summary>
    public Task PassTimeUntil(Func<bool> holds) => Until(holds, () => Time.Advance(TimeSpan.FromMilliseconds(200)));

    /// <summary>Moves the clock in steps of a second, ten minutes at most, until a task has ended.</summary>
    public async Task<T> PassSecondsUntil<T>(Task<T> task)
    {
        var limit = Time.GetUtcNow() + TimeSpan.FromMinutes(10);
        await Until(() => task.IsCompleted || Time.GetUtcNow() > limit, () => Time.Advance(TimeSpan.FromSeconds(1)));
        Assert.True(task.IsCompleted, "Ten minutes later there is no answer.");
        return await task;
    }

    /// <summary>Waits for what other threads do, without the clock moving.</summary>
    public static Task Until(Func<bool> holds) => Until(holds, () => { });

    private static async Task Until(Func<bool> holds, Action step)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            step();
            // Lets the threads that the step has woken come to rest.
            using var turn = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
            await turn.WaitForNextTickAsync(limit.Token);
        }
    }

    public void Dispose() => Reader.Dispose();
}
