namespace BatchGrains.Grains.Accounts;

/// <summary>
/// Whether an account's calls succeed, and the log's one line when that changes. A provider that fails now and then stays in trouble until
/// it has been well for a while, so that it is not told of at every call.
/// </summary>
internal sealed partial class AccountHealth(string provider, string account, TimeProvider time, ILogger<AccountHealth> logger)
{
    // Longer than the longest interval between two looks by default: one that failed and the next one are never told as two troubles.
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private BatchFault? _trouble;
    private long _troubledAt;
    private long _failedAt;

    /// <summary>Takes what a call to the provider brought; null is a batch.</summary>
    public void Take(BatchFault? fault)
    {
        lock (_lock)
        {
            if (fault is null)
            {
                Succeeded();
            }
            else if (TellsOfAccount(fault))
            {
                Failed(fault);
            }
        }
    }

    private void Succeeded()
    {
        if (_trouble is not null && time.GetElapsedTime(_failedAt) >= Recovery)
        {
            _trouble = null;
            LogWell(logger, provider, account, TimeSpan.FromSeconds(Math.Round(time.GetElapsedTime(_troubledAt).TotalSeconds)));
        }
    }

    private void Failed(BatchFault fault)
    {
        _failedAt = time.GetTimestamp();
        if (_trouble is null)
        {
            _troubledAt = _failedAt;
        }

        // What does not pass by itself is worth a line of its own, also amid other trouble.
        if (_trouble is null || (_trouble.IsPassing && !fault.IsPassing))
        {
            _trouble = fault;
            LogTrouble(logger, provider, account, fault.Word, fault.Message);
        }
    }

    // A batch that is not known or not asked for says nothing of the account.
    private static bool TellsOfAccount(BatchFault fault) => fault.Code is BatchFaultCode.ProviderAuthFailed or BatchFaultCode.ProviderRateLimited
        or BatchFaultCode.ProviderError or BatchFaultCode.ProviderBadResponse or BatchFaultCode.ProviderUnavailable or BatchFaultCode.ProviderTimeout;

    [LoggerMessage(6, LogLevel.Warning, "Calls to {Provider} as account {Account} fail: {Outcome}. {Message}")]
    private static partial void LogTrouble(ILogger logger, string provider, string account, string outcome, string message);

    [LoggerMessage(7, LogLevel.Information, "Calls to {Provider} as account {Account} succeed again, {Duration} after the first failure")]
    private static partial void LogWell(ILogger logger, string provider, string account, TimeSpan duration);
}
