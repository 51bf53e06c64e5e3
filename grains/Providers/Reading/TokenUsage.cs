namespace BatchGrains.Grains.Providers.Reading;

/// <summary>Tokens used, under OpenAI's names.</summary>
internal sealed record TokenUsage(long? InputTokens, InputTokensDetails? InputTokensDetails, long? OutputTokens, long? TotalTokens);

/// <summary>What is known of the input tokens.</summary>
internal sealed record InputTokensDetails(long CachedTokens);
