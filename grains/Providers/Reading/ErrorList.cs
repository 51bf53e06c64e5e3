using System.Collections.Immutable;
using System.Text.Json;

namespace BatchGrains.Grains.Providers.Reading;

/// <summary>Reads a batch's errors in the four shapes in use: <c>{data: []}</c>, a bare array, <c>{message}</c>, and a plain text.</summary>
internal static class ErrorList
{
    // What a response can carry without becoming a file of its own; providers cap theirs far below.
    private const int MostErrors = 100;

    public static BatchErrors? Read(JsonElement? errors)
    {
        var items = errors switch
        {
            { ValueKind: JsonValueKind.Array } list => Of(list),
            { ValueKind: JsonValueKind.Object } box when box.Member("data") is { ValueKind: JsonValueKind.Array } list => Of(list),
            { ValueKind: JsonValueKind.Object or JsonValueKind.String } single when One(single) is { } error => [error],
            _ => [],
        };
        return items.IsEmpty ? null : new BatchErrors { Data = items };
    }

    /// <summary>One error with a message, or null when there is nothing to say.</summary>
    public static BatchErrors? Single(string? message, string? code = null) =>
        message is null && code is null ? null : new BatchErrors { Data = [new BatchError { Code = code, Message = message }] };

    private static ImmutableArray<BatchError> Of(JsonElement list) =>
        [.. list.EnumerateArray().Take(MostErrors).Select(One).OfType<BatchError>()];

    private static BatchError? One(JsonElement item)
    {
        if (item.ValueKind is not JsonValueKind.Object)
        {
            return item.AsText() is { } text ? new BatchError { Message = text } : null;
        }

        var error = new BatchError
        {
            Code = item.Text("code"),
            Message = item.Text("message"),
            Param = item.Text("param"),
            Line = item.Number("line"),
        };
        return error == new BatchError() ? null : error;
    }
}
