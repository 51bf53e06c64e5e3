namespace BatchGrains.Grains.Accounts;

/// <summary>What an address of a provider may be.</summary>
internal static class HttpAddress
{
    public const string Rule = "must be an absolute http or https address";

    public static bool IsValid(Uri address) => address.IsAbsoluteUri && address.Scheme is "http" or "https";
}
