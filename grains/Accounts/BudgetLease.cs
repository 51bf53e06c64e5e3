using System.Threading.RateLimiting;

namespace BatchGrains.Grains.Accounts;

/// <summary>Leave for one call, or its refusal with the time after which there is budget again.</summary>
internal sealed class BudgetLease : RateLimitLease
{
    public static readonly BudgetLease Granted = new(null);

    private readonly TimeSpan? _retryAfter;

    private BudgetLease(TimeSpan? retryAfter) => _retryAfter = retryAfter;

    public override bool IsAcquired => _retryAfter is null;

    public override IEnumerable<string> MetadataNames => IsAcquired ? [] : [MetadataName.RetryAfter.Name];

    public static BudgetLease Refused(TimeSpan retryAfter) => new(retryAfter);

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? _retryAfter : null;
        return metadata is not null;
    }
}
