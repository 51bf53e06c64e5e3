namespace BatchGrains.Grains.Accounts;

/// <summary>
/// One reading of the customary environment variables of a provider. A malformed one gives nothing, and is remembered: the service starts all
/// the same, for the sake of its other providers.
/// </summary>
internal sealed class AccountVariables(Func<string, string?> variable)
{
    /// <summary>Which variable that was read is malformed, and the rule that it breaks; never its value. Null when none is.</summary>
    public string? Mistake { get; private set; }

    /// <summary>A variable's value; null when it is not set or blank.</summary>
    public string? Text(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>The same, of a text that goes into a header.</summary>
    public string? Credential(string name)
    {
        var value = Text(name);
        return value is null || CredentialText.IsValid(value) ? value : Malformed<string>(name, CredentialText.Rule);
    }

    /// <summary>The same, of an address.</summary>
    public Uri? Address(string name)
    {
        var value = Text(name);
        return value is null ? null
            : Uri.TryCreate(value.Trim(), UriKind.Absolute, out var address) && HttpAddress.IsValid(address) ? address
            : Malformed<Uri>(name, HttpAddress.Rule);
    }

    private T? Malformed<T>(string name, string rule)
        where T : class
    {
        Mistake ??= $"the environment variable {name} {rule}";
        return null;
    }
}
