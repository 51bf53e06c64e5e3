namespace ProviderSimulator;

/// <summary>What one id answers until it is told otherwise: a state's word (or <c>life2</c>, <c>delay300</c>), or a fault.</summary>
public sealed record ScriptedAnswer(string? Word = null, string? Fault = null, int? RetryAfterSeconds = null);
