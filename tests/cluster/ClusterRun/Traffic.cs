using System.Collections.Concurrent;
using System.Diagnostics;

namespace ClusterRun;

/// <summary>Clients that poll all batches, one after another; some of them hold their requests until something changes.</summary>
internal sealed class Traffic(Front front)
{
    private const int Clients = 32;
    private const int WaitingClients = 4;
    private const int WaitSeconds = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly long _begun = Stopwatch.GetTimestamp();
    private Task _clients = Task.CompletedTask;

    /// <summary>The time since the start.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_begun);

    /// <summary>Every answer so far.</summary>
    public IReadOnlyCollection<Answer> Answers => _answers;

    public void Start() => _clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(PollAsync));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _clients;
    }

    private async Task PollAsync(int client)
    {
        var wait = client < WaitingClients ? WaitSeconds : 0;
        var known = new Dictionary<PolledBatch, string>();
        var lastGood = Now;
        try
        {
            for (var turn = client * 31; ; turn += 7)
            {
                var batch = PolledBatch.All[turn % PolledBatch.All.Count];
                var begun = Now;
                var state = wait > 0 ? known.GetValueOrDefault(batch) : null;
                var (failure, etag, age, isFinal) = await front.AskAsync(batch, state, wait, _stop.Token);
                var now = Now;
                var asked = state is null ? TimeSpan.Zero : Least(TimeSpan.FromSeconds(wait), now - begun);
                _answers.Enqueue(new Answer(batch, now, now - lastGood - asked, failure, etag, age, isFinal));
                if (failure is null)
                {
                    lastGood = now;
                    known[batch] = etag ?? "";
                }

                await Task.Delay(Pause, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
