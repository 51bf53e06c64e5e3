using System.Text.RegularExpressions;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>What tells one provider of OpenAI's shape from another.</summary>
internal sealed record OpenAIShapedRow
{
    public required string Name { get; init; }

    /// <summary>What stands in front of <c>/batches/{id}</c>; null where it must be set.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>The customary environment variable with the key.</summary>
    public required string KeyVariable { get; init; }

    /// <summary>The customary environment variable with the address, for a server of one's own.</summary>
    public string? BaseUrlVariable { get; init; }

    public StatusWords Words { get; init; } = OpenAIShape.Words;

    /// <summary>The rule for ids; null takes every id that is safe in a path, also with <c>/</c> in it.</summary>
    public Regex? Ids { get; init; }

    /// <summary>The same rule for people.</summary>
    public string IdRule { get; init; } = OpenAIShapedRows.UsualIdRule;

    /// <summary>The route behind the batch's own that gives its results; null where files hold them.</summary>
    public string? ResultsPath { get; init; }

    /// <summary>Why there may be no batch API, and what to do then, for a server of one's own.</summary>
    public string? WithoutBatches { get; init; }

    /// <summary>What to add to a refusal of the account, or of the route that only some accounts have.</summary>
    public string? WhenRefused { get; init; }

    /// <summary>What is left out or worth knowing.</summary>
    public string Remarks { get; init; } = "OpenAI's own shape.";

    /// <summary>Whether it is a server of one's own: the address must be set, and a key is optional.</summary>
    public bool IsSelfHosted => BaseUrl is null;
}
