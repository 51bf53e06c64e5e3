using System.Globalization;

namespace ProviderSimulator;

/// <summary>A batch's counts and times, all derived from its id, so that every answer can be foretold.</summary>
internal sealed record BatchFigures(string Id, double Share = 0.4)
{
    public const long Epoch = 1795300000;

    private readonly int _hash = Hash(Id);

    public int Total => 100 + _hash % 900;

    /// <summary>Requests that have an outcome.</summary>
    public int Done => (int)(Total * Share);

    public int Failed => Done / 50;

    public int Succeeded => Done - Failed;

    public int Pending => Total - Done;

    public long Created => Epoch + _hash % 1000;

    public long Started => Created + 60;

    public long CancelAsked => Created + 3600;

    public long Finalizing => Created + 9000;

    public long Ended => Created + 9060;

    public long Expires => Created + 86400;

    public BatchFigures At(double share) => this with { Share = share };

    /// <summary>A name made from the id, for files and the like: the same id has the same ones.</summary>
    public string Name(string prefix) => prefix + _hash.ToString("x8", CultureInfo.InvariantCulture);

    public string Uuid(int which) => string.Create(CultureInfo.InvariantCulture, $"{_hash:x8}-0000-4000-8000-{which:d12}");

    /// <summary>RFC 3339 with that many digits of a second, and <c>Z</c> or an offset.</summary>
    public static string Iso(long seconds, int digits = 0, string zone = "Z")
    {
        var fraction = digits == 0 ? "" : "." + "123456789"[..digits];
        return DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + fraction + zone;
    }

    private static int Hash(string id)
    {
        var hash = 2166136261u;
        foreach (var letter in id) hash = (hash ^ letter) * 16777619;
        return (int)(hash & int.MaxValue);
    }
}
