using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BatchGrains.Api.Batches;

/// <summary>
/// What the caller already knows: <c>If-None-Match</c>, or else <c>If-Modified-Since</c>. What is malformed is ignored.
/// <c>If-Match</c> plays no part: our tags are weak, which it never matches.
/// </summary>
internal readonly struct BatchConditions(IHeaderDictionary headers)
{
    private readonly StringValues _tags = headers.IfNoneMatch;
    private readonly StringValues _since = headers.IfModifiedSince;

    /// <summary>Whether the caller names a state that it knows.</summary>
    public bool NameState => State is not null;

    /// <summary>The first state that the caller names, as our tags are written; null for none.</summary>
    public string? State => _tags.Count > 0 && EntityTagHeaderValue.TryParseList(_tags, out var tags)
        && tags.FirstOrDefault(tag => !tag.Equals(EntityTagHeaderValue.Any)) is { } first
        ? $"W/{first.Tag}"
        : null;

    public bool Know(BatchSnapshot snapshot)
    {
        if (_tags.Count > 0)
        {
            // The tag comes back as it was given, nearly always.
            return (_tags.Count == 1 && _tags[0] == snapshot.ETag) || Match(snapshot.ETag);
        }

        return _since.Count == 1 && HeaderUtilities.TryParseDate(_since[0], out var since)
            && snapshot.ChangedAt.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
    }

    private bool Match(string current)
    {
        if (!EntityTagHeaderValue.TryParseList(_tags, out var tags))
        {
            return false;
        }

        var own = EntityTagHeaderValue.Parse(current);
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(own, useStrongComparison: false));
    }
}
