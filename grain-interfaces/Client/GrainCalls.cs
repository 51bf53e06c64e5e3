using System.Runtime.CompilerServices;

namespace BatchGrains.Client;

/// <summary>
/// Calls of grains that outlive the death of a silo. All calls are reads, so that repeating one does no harm.
/// </summary>
/// <param name="grains">Where the grains are.</param>
/// <param name="time">The clock.</param>
/// <param name="hedges">
/// Whether a call without an answer is made again. A client is not told when the silo behind its gateway dies: without this, its call would
/// hang until the response time-out. In a silo Orleans breaks such calls itself.
/// </param>
internal sealed class GrainCalls(IGrainFactory grains, TimeProvider time, bool hedges)
{
    private const int MaxReferences = 50_000;
    private const long MaxReferenceBytes = 32L * 1024 * 1024;
    private const int ReferenceOverhead = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Not doubling: the second question goes to the dead silo as well when membership has not found its death yet, and the third must not be late.
    private static readonly TimeSpan HedgeEvery = TimeSpan.FromSeconds(5);

    // A reference costs several look-ups and allocations to make, and is needed by every read.
    private readonly BoundedCache<BatchKey, IBatchGrain> _references = new(MaxReferences, MaxReferenceBytes);

    private IBatchAdmission? _admission;

    /// <exception cref="SiloUnavailableException">No silo that hosts batches is known yet.</exception>
    public IBatchAdmission Admission => _admission ??= Find(grains, static factory => factory.GetGrain<IBatchAdmission>(0));

    /// <exception cref="SiloUnavailableException">No silo that hosts batches is known yet.</exception>
    public IBatchGrain Grain(BatchKey key)
    {
        if (!_references.TryGet(key, out var grain))
        {
            var name = key.ToString();
            grain = Find((grains, name), static wanted => wanted.grains.GetGrain<IBatchGrain>(wanted.name));
            // The name is here twice: as the key's parts, and as the grain's id in UTF-8.
            _references.Put(key, grain, (3L * name.Length) + ReferenceOverhead);
        }

        return grain;
    }

    public ValueTask<BatchReading> ReadAsync(BatchKey key, BatchReadOptions options, CancellationToken cancellationToken) =>
        RunAsync((Calls: this, key, options), static (read, token) => read.Calls.Grain(read.key).Read(read.options, token), cancellationToken);

    /// <summary>
    /// Repeats a call that failed in passing, for about ten seconds from the first question on. One that broke later is repeated once; one that
    /// nobody answered until Orleans gave it up has been asked long enough.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> RunAsync<TState, TResult>(
        TState state, Func<TState, CancellationToken, ValueTask<TResult>> call, CancellationToken cancellationToken)
    {
        var failures = 0;
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await (hedges ? HedgedAsync(state, call, cancellationToken) : call(state, cancellationToken));
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && TransientFailure.Is(failure)
                && (time.GetElapsedTime(begun) < Patience || (failures == 0 && failure is not TimeoutException)))
            {
                failures++;
            }

            if (BackOff.After(failures) is { Ticks: > 0 } pause)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    // A silo that has just joined learns a moment later which grains the others host. Until then Orleans takes the interface for one that
    // nobody implements.
    private static TGrain Find<TState, TGrain>(TState state, Func<TState, TGrain> get)
    {
        try
        {
            return get(state);
        }
        catch (ArgumentException missing)
        {
            throw new SiloUnavailableException("No silo that hosts batches is known here yet.", missing);
        }
    }

    private async ValueTask<TResult> HedgedAsync<TState, TResult>(
        TState state, Func<TState, CancellationToken, ValueTask<TResult>> call, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var calls = new List<Task>(2);
        try
        {
            while (true)
            {
                calls.Add(call(state, over.Token).AsTask());
                var limit = Task.Delay(HedgeEvery, time, over.Token);
                if (await Task.WhenAny([.. calls, limit]) is Task<TResult> answered)
                {
                    return await answered;
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await over.CancelAsync();
        }
    }
}
