using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace BatchGrains;

/// <summary>
/// Names one batch: the tenant that asks, the provider that runs it, and the provider's own id for it.
/// </summary>
/// <remarks>
/// The text form is <c>tenant/provider/batch_id</c>. Only the last part may hold a <c>/</c> (Bedrock ARNs and Vertex names do),
/// so the first two slashes divide it and no escaping is needed: <c>:</c> and <c>%</c> stand for themselves.
/// </remarks>
[GenerateSerializer, Immutable]
[Alias("BatchGrains.BatchKey")]
public readonly record struct BatchKey
{
    /// <summary>The longest batch id, in characters.</summary>
    public const int MaxBatchIdLength = 512;

    /// <summary>The tenant of callers when no authentication is configured.</summary>
    public const string DefaultTenant = "default";

    private static readonly SearchValues<char> TenantCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly SearchValues<char> ProviderCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private BatchKey(string tenant, string provider, string batchId)
    {
        Tenant = tenant;
        Provider = provider;
        BatchId = batchId;
    }

    /// <summary>1 to 64 of <c>A-Z a-z 0-9 _ -</c>.</summary>
    [Id(0)]
    public string Tenant { get; }

    /// <summary>The provider's name in lower case, such as <c>openai</c>: 1 to 32 of <c>a-z 0-9 -</c>.</summary>
    [Id(1)]
    public string Provider { get; }

    /// <summary>1 to <see cref="MaxBatchIdLength"/> printable ASCII characters, without spaces.</summary>
    [Id(2)]
    public string BatchId { get; }

    /// <summary>Makes a key when all three parts are well formed.</summary>
    public static bool TryCreate(string? tenant, string? provider, string? batchId, out BatchKey key)
    {
        if (IsTenant(tenant) && IsProvider(provider) && IsBatchId(batchId))
        {
            key = new BatchKey(tenant, provider, batchId);
            return true;
        }

        key = default;
        return false;
    }

    /// <summary>Makes a key.</summary>
    /// <exception cref="ArgumentException">A part is empty, too long, or has a character that it may not have.</exception>
    public static BatchKey Create(string tenant, string provider, string batchId) => TryCreate(tenant, provider, batchId, out var key)
        ? key
        : throw new ArgumentException(
            $"Not a batch key: tenant '{tenant}', provider '{provider}', batch id of {batchId?.Length ?? 0} characters.");

    /// <summary>Reads the text form back.</summary>
    public static bool TryParse(string? text, out BatchKey key)
    {
        key = default;
        if (text is null)
        {
            return false;
        }

        var first = text.IndexOf('/', StringComparison.Ordinal);
        var second = first < 0 ? -1 : text.IndexOf('/', first + 1);
        return second >= 0 && TryCreate(text[..first], text[(first + 1)..second], text[(second + 1)..], out key);
    }

    /// <summary>Reads the text form back.</summary>
    /// <exception cref="FormatException">The text is not a key.</exception>
    public static BatchKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException("Not a batch key: expected tenant/provider/batch_id.");

    /// <summary>Tells whether a text can be a tenant.</summary>
    public static bool IsTenant([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= 64 } && text.AsSpan().IndexOfAnyExcept(TenantCharacters) < 0;

    private static bool IsProvider([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= 32 } && text.AsSpan().IndexOfAnyExcept(ProviderCharacters) < 0;

    private static bool IsBatchId([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxBatchIdLength } && text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;

    /// <summary>The text form, <c>tenant/provider/batch_id</c>: the key of the batch's grain.</summary>
    public override string ToString() => $"{Tenant}/{Provider}/{BatchId}";
}
