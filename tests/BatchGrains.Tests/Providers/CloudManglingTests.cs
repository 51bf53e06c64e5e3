using System.Text;
using System.Text.Json;
using BatchGrains.Grains.Providers;
using BatchGrains.Serialization;
using FsCheck.Xunit;

namespace BatchGrains.Tests.Providers;

/// <summary>Answers in which any value or name is replaced by something else: whatever a provider sends, an adapter stays calm.</summary>
public sealed class CloudManglingTests
{
    private static readonly (HttpBatchProvider Provider, string Answer)[] Samples =
    [
        .. AnthropicTests.States.Select(row => ((HttpBatchProvider)new AnthropicProvider(null!), row.Data.Item2)),
        .. AzureTests.States.Select(row => ((HttpBatchProvider)new AzureProvider(null!, null!), row.Data.Item2)),
        .. BedrockTests.States.Select(row => ((HttpBatchProvider)new BedrockProvider(null!, null!, TimeProvider.System), row.Data.Item2)),
        .. VertexTests.States.Select(row => ((HttpBatchProvider)new VertexProvider(null!, null!), row.Data.Item2)),
        .. GeminiTests.States.Select(row => ((HttpBatchProvider)new GeminiProvider(null!), row.Data.Item2)),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e400", "9223372036854775807", "-9223372036854775808", "1795168800000", "1795168800000000",
        "\"\"", "\" \"", "\"\\ud800\"", "\"9223372036854775807\"", "\"-1\"", "\"NaN\"", "\"ended\"", "\"Completed\"", "\"2026-11-20T10:00:00Z\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999999Z\"", "\"1795168800000\"", "{}", "[]", "[null]", "[[{}]]", "{\"a\":{\"b\":[1]}}",
        "{\"message\":5,\"code\":\"x\"}", "[{\"message\":null,\"code\":99}]", "{\"\\ud800\":\"\\udfff\"}",
    ];

    private static readonly string[] Names = ["\"\"", "\"status\"", "\"state\"", "\"\\ud800\"", "\"\\u0073tatus\"", "\"completed_at\""];

    [Property(MaxTest = 2000)]
    public void No_answer_makes_an_adapter_throw_or_invent(int sample, int[] places, int[] values)
    {
        var (provider, answer) = Samples[Below(sample, Samples.Length)];
        foreach (var (place, value) in places.Zip(values))
        {
            answer = Mangled(answer, place, value);
        }

        var json = AdapterProbe.Json(answer);
        if (provider.Read(json, "asked") is not { } batch)
        {
            return;
        }

        Assert.NotEmpty(JsonSerializer.SerializeToUtf8Bytes(batch, BatchJson.Default.Batch));
        Assert.All(
            [batch.CreatedAt, batch.ExpiresAt, batch.InProgressAt, batch.FinalizingAt, batch.CompletedAt, batch.FailedAt, batch.ExpiredAt, batch.CancellingAt, batch.CancelledAt, batch.ArchivedAt],
            (long? time) => Assert.True(time is null or (> 0 and < 260_000_000_000), $"{time} is no Unix second"));
        Assert.True(batch.Progress is null or (>= 0 and <= 100), $"{batch.Progress} percent");
        Assert.True(!batch.Status.IsTerminal || ToldOfAnEnd(provider, batch, json), $"{batch.Status} was not told by {answer}");
    }

    private static bool ToldOfAnEnd(HttpBatchProvider provider, Batch batch, JsonElement answer) =>
        provider.Notes.Words.Any(word =>
            OneL(word.Key) == OneL(batch.ProcessingStatus ?? "") && BatchStatuses.FromWord(word.Value).IsTerminal)
        || (provider is GeminiProvider && answer.TryGetProperty("done", out var done) && done.ValueKind is JsonValueKind.True);

    private static string OneL(string word) => word.Trim().ToUpperInvariant().Replace("CANCELL", "CANCEL", StringComparison.Ordinal);

    private static string Mangled(string json, int place, int value)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var parts = Parts(bytes);
        if (parts.Count == 0)
        {
            return json;
        }

        var (start, end, isName) = parts[Below(place, parts.Count)];
        var given = isName ? Names[Below(value, Names.Length)] : Values[Below(value, Values.Length)];
        return Encoding.UTF8.GetString(bytes[..start]) + given + Encoding.UTF8.GetString(bytes[end..]);
    }

    private static List<(int Start, int End, bool IsName)> Parts(byte[] json)
    {
        var parts = new List<(int, int, bool)>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject || start == 0)
            {
                continue;
            }

            var ahead = reader;
            var isName = reader.TokenType is JsonTokenType.PropertyName;
            if (!isName)
            {
                ahead.Skip();
            }

            // A name's token ends behind its colon.
            var end = isName ? Array.IndexOf(json, (byte)':', start + reader.ValueSpan.Length + 2) : (int)ahead.BytesConsumed;
            parts.Add((start, end, isName));
        }

        return parts;
    }

    private static int Below(int number, int count) => (int)((uint)number % (uint)count);
}
