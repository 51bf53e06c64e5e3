namespace BatchGrains.Grains.Accounts;

/// <summary>The environment variables that accounts are made from.</summary>
internal sealed class AccountEnvironment(Func<string, string?> variable)
{
    /// <summary>A variable's value; null when it is not set or blank.</summary>
    public string? Variable(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
