using BatchGrains;

namespace Benchmarks;

/// <summary>What came of many reads.</summary>
internal sealed class ReadTally
{
    private const int Buckets = 3000;

    // Tenths of a second.
    private readonly long[] _ages = new long[Buckets];
    private long _reads;
    private long _readsOverHttp;
    private long _stale;
    private long _errors;
    private long _coldErrors;

    public long Reads => _reads;

    public long ReadsOverHttp => _readsOverHttp;

    /// <summary>Reads that got a snapshot with the fault that kept it stale.</summary>
    public long Stale => _stale;

    /// <summary>Errors served though a snapshot had been served before.</summary>
    public long Errors => _errors;

    public long ColdErrors => _coldErrors;

    public void Count(PolledBatch batch, BatchReading reading)
    {
        Interlocked.Increment(ref _reads);
        if (reading.Snapshot is not { } snapshot)
        {
            Failed(batch);
            return;
        }

        batch.IsKnown = true;
        if (reading.Fault is not null)
        {
            Interlocked.Increment(ref _stale);
        }

        if (snapshot.IsFinal)
        {
            batch.HasEnded = true;
            return;
        }

        Age((TimeProvider.System.GetUtcNow() - snapshot.ObservedAt).TotalSeconds);
    }

    public void Count(PolledBatch batch, HttpResponseMessage response)
    {
        Interlocked.Increment(ref _reads);
        Interlocked.Increment(ref _readsOverHttp);
        if (!response.IsSuccessStatusCode)
        {
            Failed(batch);
            return;
        }

        batch.IsKnown = true;
    }

    /// <summary>How old answers about running batches were.</summary>
    public void PrintAges()
    {
        var all = _ages.Sum();
        if (all > 0)
        {
            Report.Line("age of what was served, in seconds", $"p50 {At(0.5):0.0}  p90 {At(0.9):0.0}  p99 {At(0.99):0.0}  p99.9 {At(0.999):0.0}  most {At(1):0.0}");
        }

        double At(double share)
        {
            var (seen, bucket) = (0L, 0);
            while ((seen += _ages[bucket]) < all * share && bucket < Buckets - 1)
            {
                bucket++;
            }

            return (bucket + 1) / 10.0;
        }
    }

    private void Failed(PolledBatch batch) => Interlocked.Increment(ref batch.IsKnown ? ref _errors : ref _coldErrors);

    private void Age(double seconds) => Interlocked.Increment(ref _ages[Math.Clamp((int)(seconds * 10), 0, Buckets - 1)]);
}
