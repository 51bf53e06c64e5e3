using Azure.Core;

namespace BatchGrains.Grains.Providers.Credentials;

/// <summary>One token, kept until shortly before it expires. One refresh serves all who wait for it, and a caller who goes away does not end it.</summary>
internal sealed class SharedToken(Func<CancellationToken, Task<AccessToken>> acquire, TimeProvider time)
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);

    // A refresh that hangs would be everyone's.
    private static readonly TimeSpan LongestRefresh = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private AccessToken _token;
    private DateTimeOffset _refreshAt;
    private Task<string>? _refresh;

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        Task<string> refresh;
        lock (_gate)
        {
            if (time.GetUtcNow() < _refreshAt)
            {
                return _token.Token;
            }

            refresh = _refresh ??= Task.Run(RefreshAsync, CancellationToken.None);
        }

        try
        {
            return await refresh.WaitAsync(cancellationToken);
        }
        catch when (!cancellationToken.IsCancellationRequested && Valid() is not null)
        {
            // It is refreshed before its time so that a failure to do so is nobody's trouble yet.
            return Valid()!;
        }
    }

    private string? Valid()
    {
        lock (_gate)
        {
            return time.GetUtcNow() < _token.ExpiresOn ? _token.Token : null;
        }
    }

    private async Task<string> RefreshAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(LongestRefresh, time);
            var token = await acquire(limit.Token);
            lock (_gate)
            {
                var now = time.GetUtcNow();
                var margin = (token.ExpiresOn - now) / 5;
                _token = token;
                _refreshAt = token.ExpiresOn - (margin < LongestMargin ? margin : LongestMargin);
            }

            return token.Token;
        }
        finally
        {
            lock (_gate)
            {
                _refresh = null;
            }
        }
    }
}
