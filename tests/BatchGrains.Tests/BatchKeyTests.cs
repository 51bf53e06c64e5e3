using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace BatchGrains.Tests;

public sealed class BatchKeyTests
{
    [Theory]
    [InlineData("default", "openai", "batch_1", "default/openai/batch_1")]
    [InlineData("acme_1-b", "bedrock", "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abc", null)]
    [InlineData("t", "vertex", "projects/p/locations/us-central1/batchPredictionJobs/1", null)]
    [InlineData("t", "gemini", "batches/a%2Fb", null)]
    [InlineData("t", "huggingface", "/", null)]
    [InlineData("t", "x", "//a//", null)]
    [InlineData("t", "x", "..", null)]
    public void A_key_reads_back_as_it_was_made(string tenant, string provider, string batchId, string? text)
    {
        var key = BatchKey.Create(tenant, provider, batchId);

        Assert.Equal(text ?? $"{tenant}/{provider}/{batchId}", key.ToString());
        Assert.Equal(key, BatchKey.Parse(key.ToString()));
        Assert.Equal((tenant, provider, batchId), (key.Tenant, key.Provider, key.BatchId));
    }

    [Theory]
    [InlineData("", "openai", "b")]
    [InlineData("a/b", "openai", "b")]
    [InlineData("a b", "openai", "b")]
    [InlineData("ä", "openai", "b")]
    [InlineData("t", "", "b")]
    [InlineData("t", "OpenAI", "b")]
    [InlineData("t", "open/ai", "b")]
    [InlineData("t", "openai", "")]
    [InlineData("t", "openai", "a b")]
    [InlineData("t", "openai", "a\nb")]
    [InlineData("t", "openai", "ü")]
    [InlineData("t", "openai", "a\u007f")]
    [InlineData(null, "openai", "b")]
    [InlineData("t", null, "b")]
    [InlineData("t", "openai", null)]
    public void Malformed_parts_make_no_key(string? tenant, string? provider, string? batchId)
    {
        Assert.False(BatchKey.TryCreate(tenant, provider, batchId, out _));
        Assert.Throws<ArgumentException>(() => BatchKey.Create(tenant!, provider!, batchId!));
    }

    [Fact]
    public void Parts_have_longest_lengths()
    {
        Assert.True(BatchKey.TryCreate(new string('t', 64), new string('p', 32), new string('b', 512), out _));
        Assert.False(BatchKey.TryCreate(new string('t', 65), "p", "b", out _));
        Assert.False(BatchKey.TryCreate("t", new string('p', 33), "b", out _));
        Assert.False(BatchKey.TryCreate("t", "p", new string('b', 513), out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a/b")]
    [InlineData("a/b/")]
    [InlineData("/b/c")]
    [InlineData("a//c")]
    public void Other_texts_are_no_key(string? text)
    {
        Assert.False(BatchKey.TryParse(text, out _));
        if (text is not null)
        {
            Assert.Throws<FormatException>(() => BatchKey.Parse(text));
        }
    }

    [Property]
    public Property Every_key_reads_back_and_no_two_have_one_text() => Prop.ForAll(
        Parts.ToArbitrary(), Parts.ToArbitrary(), (one, two) =>
        {
            var (first, second) = (Key(one), Key(two));
            return BatchKey.Parse(first.ToString()) == first && (first.ToString() == second.ToString()) == (first == second);
        });

    private static Gen<(string Tenant, string Provider, string BatchId)> Parts =>
        from tenant in Text("ab-_0Z", 4)
        from provider in Text("ab-0", 3)
        from batchId in Text("ab/:%.~!", 8)
        select (tenant, provider, batchId);

    private static Gen<string> Text(string letters, int most) =>
        from length in Gen.Choose(1, most)
        from text in Gen.Elements(letters.ToCharArray()).ArrayOf(length)
        select new string(text);

    private static BatchKey Key((string Tenant, string Provider, string BatchId) parts) => BatchKey.Create(parts.Tenant, parts.Provider, parts.BatchId);
}
