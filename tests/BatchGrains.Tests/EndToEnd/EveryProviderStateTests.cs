using System.Net;
using System.Text.Json.Nodes;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>Every status word of every provider, through HTTP.</summary>
public sealed class EveryProviderStateTests(Service service) : IClassFixture<Service>
{
    private static readonly string[] TextsThatMayBeEmpty = ["endpoint", "input_file_id", "completion_window"];

    private static readonly Dictionary<string, string> TimesOfEnds = new()
    {
        ["completed_at"] = "completed",
        ["failed_at"] = "failed",
        ["expired_at"] = "expired",
        ["cancelled_at"] = "cancelled",
    };

    public static TheoryData<string, string, string, string?> States =>
        [.. ExpectedStates.All.Select(state => (state.Provider, state.Word, state.Status, state.ProcessingStatus))];

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_word_becomes_one_of_the_eight_states(string provider, string word, string status, string? processingStatus)
    {
        var id = service.Simulator.Id(provider, word);

        var answer = await service.GetBatchAsync(provider, id);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var batch = answer.Body;
        Assert.Equal(status, (string?)batch["status"]);
        Assert.Equal(processingStatus, (string?)batch["processing_status"]);
        Assert.Equal("batch", (string?)batch["object"]);
        Assert.Equal(provider, (string?)batch["extra_fields"]!["provider"]);
        var named = (string)batch["id"]!;
        Assert.True(named.EndsWith(id, StringComparison.Ordinal) || id.EndsWith(named, StringComparison.Ordinal), named);
        AssertOnlyWhatIsKnown(batch, status);
        Assert.Equal(1, service.Simulator.Calls(provider, id) - (word.StartsWith("embed", StringComparison.Ordinal) ? 1 : 0));
    }

    [Fact]
    public void Every_word_that_the_simulator_knows_is_asked_for() => Assert.Equal(
        service.Catalog.SelectMany(provider => provider.Value.States.Select(state => $"{provider.Key} {state.Word}")).Order(),
        ExpectedStates.All.Select(state => $"{state.Provider} {state.Word}").Order());

    private static void AssertOnlyWhatIsKnown(JsonNode batch, string status)
    {
        foreach (var (name, value) in batch.AsObject())
        {
            Assert.False(value is null, $"{name} is null");
            Assert.False(value is JsonArray or JsonObject && value.ToJsonString().Length == 2, $"{name} is empty");
            Assert.False(value.ToJsonString() == "\"\"" && !TextsThatMayBeEmpty.Contains(name), $"{name} is empty");
            if (name.EndsWith("_at", StringComparison.Ordinal))
            {
                Assert.InRange((long)value, 1_700_000_000, 1_900_000_000);
                Assert.True(!TimesOfEnds.TryGetValue(name, out var end) || end == status, $"{name} while {status}");
            }
        }

        Assert.All(TextsThatMayBeEmpty, name => Assert.NotNull((string?)batch[name]));
        var progress = (int?)batch["progress"];
        Assert.InRange(progress ?? 0, 0, 100);
        Assert.True(status != "completed" || progress is null or 100, $"completed with a progress of {progress}");
    }
}
