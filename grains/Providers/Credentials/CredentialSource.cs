using System.Net.Sockets;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Azure;
using Azure.Identity;
using BatchGrains.Grains.Accounts;
using Google.Apis.Auth.OAuth2.Responses;

namespace BatchGrains.Grains.Providers.Credentials;

/// <summary>
/// Asks a cloud's own library for a credential within the account's time limit, and turns what it throws into a fault. The libraries' messages
/// hold addresses, paths and names of accounts, so only their error codes are passed on.
/// </summary>
/// <param name="name">What issues the credential, such as <c>Microsoft Entra</c>.</param>
/// <param name="advice">What to check when it refuses, as a sentence.</param>
/// <param name="time">Tells the time limit.</param>
internal sealed partial class CredentialSource(string name, string advice, TimeProvider time)
{
    public async ValueTask<Acquired<T>> AcquireAsync<T>(
        ProviderAccount account, Func<CancellationToken, Task<T>> acquire, CancellationToken cancellationToken)
        where T : class
    {
        var limit = TimeSpan.FromSeconds(account.Settings.TimeoutSeconds);
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            // Not every library looks at the token all the way down, hence the second watch.
            return Acquired<T>.Of(await acquire(either.Token).WaitAsync(either.Token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        // Each library throws types of its own, some of them plain InvalidOperationExceptions; none of them may end a look.
        catch (Exception failed)
        {
            return Acquired<T>.Of(
                timeout.IsCancellationRequested ? Fault(account, BatchFaultCode.ProviderTimeout, $"did not give a token within {limit.TotalSeconds:0.#} s.")
                : IsUnreachable(failed) ? Fault(account, BatchFaultCode.ProviderError, "could not be reached, or failed.")
                : Fault(account, BatchFaultCode.ProviderAuthFailed, $"gives no credentials{Code(failed)}: {advice}"));
        }
    }

    private BatchFault Fault(ProviderAccount account, BatchFaultCode code, string what) => new()
    {
        Code = code,
        Message = $"{name}, which the account '{account.Name}' of {account.Provider} relies on, {what}",
    };

    // The libraries wrap what happened on the way several times over, and retries make an aggregate of it.
    private static IEnumerable<Exception> Causes(Exception exception)
    {
        yield return exception;
        var inner = exception is AggregateException several ? several.InnerExceptions : exception.InnerException is { } one ? [one] : (IEnumerable<Exception>)[];
        foreach (var cause in inner.SelectMany(Causes))
        {
            yield return cause;
        }
    }

    // A chain that found nothing also tried a metadata server, which exists in a cloud only: that one is out of reach means nothing.
    private static bool IsUnreachable(Exception exception) => exception is not CredentialUnavailableException && Causes(exception).Any(cause => cause switch
    {
        TokenResponseException { StatusCode: { } status } => (int)status >= 500,
        AmazonServiceException { StatusCode: var status } => (int)status >= 500,
        RequestFailedException { Status: var status } => status is 0 or >= 500,
        HttpRequestException { StatusCode: { } status } => (int)status >= 500,
        FileNotFoundException or DirectoryNotFoundException => false,
        HttpRequestException or SocketException or IOException or OperationCanceledException or TimeoutException => true,
        _ => false,
    });

    private static string Code(Exception exception) => Causes(exception)
        .Select(cause => cause switch
        {
            TokenResponseException { Error.Error: { } error } => error,
            AmazonServiceException { ErrorCode: { } error } => error,
            FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => "the file can't be read",
            _ => EntraCode().Match(cause.Message) is { Success: true } code ? code.Value : null,
        })
        .FirstOrDefault(code => code is { Length: > 0 and <= 100 }) is { } found ? $" ({found})" : $" ({exception.GetType().Name})";

    [GeneratedRegex(@"AADSTS\d+")]
    private static partial Regex EntraCode();
}
