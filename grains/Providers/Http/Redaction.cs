using System.Buffers;
using System.Text.Json;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>
/// Takes our own credentials out of an answer that is not a success before anything is read from it: some providers quote the key or the token
/// that they refuse. Works on texts, not on bytes, since JSON may write any character of a key as an escape.
/// </summary>
internal sealed class Redaction
{
    // Shorter texts are no secrets, and would be found in ordinary words.
    private const int Shortest = 8;

    private readonly string[] _secrets;

    /// <param name="request">What is sent: a token that was fetched for it stands nowhere else.</param>
    /// <param name="configured">Secrets that sign a request without being in it.</param>
    public Redaction(HttpRequestMessage request, AccountOptions configured) => _secrets =
    [
        .. Sent(request)
            .Concat([configured.ApiKey, configured.SecretAccessKey, configured.SessionToken])
            .Select(secret => secret?.Trim() ?? "")
            .Where(secret => secret.Length >= Shortest)
            .Distinct(StringComparer.Ordinal)
            // One may be a part of another.
            .OrderByDescending(secret => secret.Length),
    ];

    public string? Of(string? text)
    {
        foreach (var secret in _secrets)
        {
            text = text?.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }

    public JsonElement Of(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, json);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in json.EnumerateObject())
                {
                    if (Of(TolerantJson.ReadName(member)) is { } name)
                    {
                        writer.WritePropertyName(name);
                        Write(writer, member.Value);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Of(json.AsText()));
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    private static IEnumerable<string?> Sent(HttpRequestMessage request)
    {
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            {
                // What follows the scheme.
                yield return values.ToString() is var value && value.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var space ? value[space..] : value;
            }
            else if (name.EndsWith("-key", StringComparison.OrdinalIgnoreCase) || name.EndsWith("-token", StringComparison.OrdinalIgnoreCase))
            {
                yield return values.ToString();
            }
        }
    }
}
