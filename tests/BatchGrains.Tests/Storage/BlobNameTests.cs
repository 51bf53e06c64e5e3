using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Orleans.Storage;

namespace BatchGrains.Tests.Storage;

public sealed class BlobNameTests
{
    [Theory]
    [InlineData("snapshot", "batch", "default/openai/batch_6f1c9a-2", "snapshot-batch/default/openai/batch_6f1c9a-2.json")]
    [InlineData("snapshot", "batch", "a/b.c", "snapshot-batch/a/b.c.json")]
    public void A_plain_key_has_the_official_providers_name(string state, string type, string key, string expected) =>
        Assert.Equal(expected, BlobName.For(state, GrainId.Create(type, key)));

    [Theory]
    [InlineData("x/../y", "s-t/x~2F~2E~2E~2Fy.json")]
    [InlineData("a\\b", "s-t/a~5Cb.json")]
    [InlineData("a%2Fb", "s-t/a~252Fb.json")]
    [InlineData("a~2Fb", "s-t/a~7E2Fb.json")]
    [InlineData("a//b", "s-t/a~2F~2Fb.json")]
    [InlineData("a.", "s-t/a~2E.json")]
    [InlineData(".a", "s-t/~2Ea.json")]
    [InlineData("/", "s-t/~2F.json")]
    [InlineData("é", "s-t/~C3~A9.json")]
    public void What_a_store_might_normalise_is_escaped(string key, string expected) =>
        Assert.Equal(expected, BlobName.For("s", GrainId.Create("t", key)));

    [Fact]
    public void A_key_of_three_hundred_bytes_that_all_need_escaping_still_fits()
    {
        var name = BlobName.For("snapshot", GrainId.Create("batch", new string(':', 300)));
        Assert.InRange(name.Length, 900, 1024);
    }

    [Theory]
    [InlineData("x", 2000)]
    [InlineData("a/", 300)]
    public void What_is_too_long_or_too_deep_for_Azure_has_a_digest_as_its_name(string part, int times)
    {
        var key = string.Concat(Enumerable.Repeat(part, times)) + "x";
        var name = BlobName.For("snapshot", GrainId.Create("batch", key));
        Assert.StartsWith("~~", name, StringComparison.Ordinal);
        Assert.InRange(name.Length, 1, 1024);
        Assert.NotEqual(name, BlobName.For("snapshot", GrainId.Create("batch", key + "x")));
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(NastyRecords)])]
    public bool Two_records_never_share_a_name(StoredRecord one, StoredRecord other) => (one.Name == other.Name) == (one == other);

    [Property(MaxTest = 2000, Arbitrary = [typeof(NastyRecords)])]
    public bool A_name_can_be_read_back(StoredRecord record)
    {
        var name = record.Name[..^".json".Length];
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return record == new StoredRecord(Unescape(name[..dash]), Unescape(name[(dash + 1)..slash]), Unescape(name[(slash + 1)..]));
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(NastyRecords)])]
    public bool A_name_holds_nothing_that_a_store_normalises(StoredRecord record)
    {
        var segments = record.Name.Split('/');
        return record.Name.Length <= 1024
            && record.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '~' or '/')
            && !record.Name.Contains("..", StringComparison.Ordinal)
            && segments.All(segment => segment.Length > 0 && !segment.EndsWith('.'));
    }

    private static string Unescape(string escaped)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] == '~')
            {
                bytes.Add(Convert.ToByte(escaped.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.Add((byte)escaped[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}

public sealed record StoredRecord(string State, string Type, string Key)
{
    public string Name => BlobName.For(State, GrainId.Create(Type, Key));
}

/// <summary>Records that are made of the very characters that separate and escape, so that near-collisions are common.</summary>
public static class NastyRecords
{
    private static readonly Gen<string> Text =
        Gen.Elements("a", "B", "1", "/", "\\", ".", "-", "_", "~", "%", "2F", "~2F", " ", ":", "é", "鍵", "🔑", "\u0000", ".json")
            .ListOf()
            .Select(parts => string.Concat(parts.Take(12)));

    public static Arbitrary<StoredRecord> Records() => (
        from state in Text
        from type in Text.Where(IsAllowed)
        from key in Text.Where(IsAllowed)
        select new StoredRecord(state, type, key)).ToArbitrary();

    // As Orleans has it.
    private static bool IsAllowed(string part) => !string.IsNullOrWhiteSpace(part);
}
