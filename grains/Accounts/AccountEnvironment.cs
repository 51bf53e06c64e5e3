namespace BatchGrains.Grains.Accounts;

/// <summary>The environment variables that accounts are made from.</summary>
internal sealed class AccountEnvironment(Func<string, string?> variable)
{
    /// <summary>Begins to read what one provider needs of them.</summary>
    public AccountVariables Read() => new(variable);
}
