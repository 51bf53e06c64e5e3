using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Serialization;
using BatchGrains.Tests.Providers.Http;
using FsCheck;
using FsCheck.Xunit;

namespace BatchGrains.Tests.Providers;

/// <summary>
/// No answer, however mangled, makes one of these adapters throw, report an end that it was not told of, or give a time in milliseconds; and no id
/// whatever makes an address elsewhere. An adapter joins with an answer of its provider that has every member that it reads.
/// </summary>
public sealed partial class JobManglingTests
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "7", "0.5", "1e400", "-9223372036854775808", "9223372036854775807", "1795168800", "1795168800123", "\"\"", "\"\\ud800\"",
        "\"NaN\"", "\"12\"", "\"2026-11-20T10:00:00.123456789Z\"", "\"9999-12-31T23:59:59-12:00\"", "[]", "{}", "[null,{}]", "{\"\\ud800abcdefghijklmnopqrst\":1}",
        "{\"message\":\"m\",\"code\":5}", "\"completed\"", "\"SUCCEEDED\"", "\"succeeded \"", "\"COMPLETED\"", "\"JOB_STATE_FAILED\"", "\"aborted\"", "\"ERROR\"",
        "\"completed!\"", "\"OK\"", "\"accounts/a/b/\"", "\" 100%|\"",
    ];

    private static readonly (HttpBatchProvider Provider, string Sample)[] Samples = Make();

    [Property(MaxTest = 2000)]
    public void Mangled_answers_do_no_harm(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        foreach (var (provider, sample) in Samples)
        {
            var mangled = JsonNode.Parse(sample)!.AsObject();
            for (var times = random.Next(1, 5); times > 0; times--)
            {
                Mangle(mangled, random);
            }

            var answer = AdapterProbe.Json(Mark().Replace(mangled.ToJsonString(), mark => Values[int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]));
            if (provider.Read(answer, "acme/asked") is { } batch)
            {
                batch = provider.Link(batch, new Uri("https://provider.test/api/jobs/x"));
                JsonSerializer.Serialize(batch, BatchJson.Default.Batch);
                Assert.True(!batch.Status.IsTerminal || WasTold(provider, batch), $"{provider.Name}: {batch.Status} of {answer}");
                Assert.All(Times(batch), time => Assert.InRange(time, 1, 99_999_999_999));
                Assert.True(batch.Progress is null or (>= 0 and <= 99) || batch is { Progress: 100, Status: BatchStatus.Completed });
            }
        }
    }

    [Property(MaxTest = 500)]
    public void Mangled_error_bodies_do_no_harm(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var body = RandomJson.Object(random, 3);
        foreach (var (name, other) in (ReadOnlySpan<(string, string)>)[("results", "error"), ("response", "detail"), ("inlined", "message"), ("id", "loc")])
        {
            body = body.Replace($"\"{name}\"", $"\"{other}\"", StringComparison.Ordinal);
        }

        foreach (var (provider, _) in Samples)
        {
            foreach (var status in (int[])[400, 401, 402, 404, 422, 429, 500])
            {
                var error = new UpstreamError { Status = status }.Reading(AdapterProbe.Json(body));
                provider.ReadFault(error);
                provider.TellsOfBatch(error);
            }
        }
    }

    [Property(MaxTest = 1000)]
    public void No_id_whatever_makes_an_address_elsewhere(string? text, DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        string[] parts = [text ?? "", "..", ".", "/", "%2e", "\\", "?", "#", "a", "accounts", "acme", "batchInferenceJobs", "64f0aaaabbbbccccdddd0001", "submit", "\n", "@"];
        var id = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => parts[random.Next(parts.Length)]));
        foreach (var (provider, _) in Samples)
        {
            var account = AdapterProbe.Account(provider.Name, WholeAnswer.Host, WholeAnswer.Credentials);
            if (provider.Identify(id, new ProviderOptions(), [account]).Canonical is { } canonical)
            {
                var address = provider.Address(account, canonical);

                Assert.StartsWith(WholeAnswer.Host + "/", address.AbsoluteUri, StringComparison.Ordinal);
                Assert.Equal("", address.Query + address.Fragment);
                Assert.Equal(canonical, provider.Identify(canonical, new ProviderOptions(), [account]).Canonical);
            }
        }
    }

    private static void Mangle(JsonObject json, Random random)
    {
        var names = json.Select(member => member.Key).ToArray();
        var name = names[random.Next(names.Length)];
        if (json[name] is JsonObject { Count: > 0 } inner && random.Next(2) == 0)
        {
            Mangle(inner, random);
        }
        else if (random.Next(6) == 0)
        {
            json.Remove(name);
            json["other"] = 1;
        }
        else
        {
            // Put in afterwards: a node cannot write half a surrogate pair.
            json[name] = $"@{random.Next(Values.Length)}@";
        }
    }

    private static bool WasTold(HttpBatchProvider provider, Batch batch) => batch.ProcessingStatus is { } word && provider.Notes.Words.Any(known =>
        known.Value == batch.Status.Word
        && (known.Key.Equals(word.Trim(), StringComparison.OrdinalIgnoreCase) || known.Key.Equals($"JOB_STATE_{word.Trim()}", StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<long> Times(Batch batch) => new[]
    {
        batch.CreatedAt, batch.ExpiresAt, batch.InProgressAt, batch.FinalizingAt, batch.CompletedAt, batch.FailedAt, batch.ExpiredAt,
        batch.CancellingAt, batch.CancelledAt, batch.ArchivedAt,
    }.OfType<long>();

    private static (HttpBatchProvider, string)[] Make()
    {
        var http = new StubbedHttp((200, "{}")).Http;
        return
        [
            (new OpenRouterProvider(http),
                """{"id":"b","endpoint":"e","model":"m","provider":"p","completion_window":"24h","status":"expired","created_at":1,"finalized_at":2,"expires_at":3,"request_counts":{"total":3,"completed":1,"failed":1},"usage":{"t":1},"error":{"message":"m","code":402}}"""),
            (new FireworksProvider(http),
                """{"name":"accounts/a/batchInferenceJobs/j","createTime":1,"updateTime":2,"expireTime":3,"state":"JOB_STATE_RUNNING","status":{"code":"OK","message":"m"},"model":"m","inputDatasetId":"i","jobProgress":{"percent":3,"totalInputRequests":9,"totalProcessedRequests":2,"successfullyProcessedRequests":1,"failedRequests":1},"lifecycle":{"runStartTime":1,"endTime":2}}"""),
            (new ElevenLabsProvider(http),
                """{"id":"b","status":"in_progress","name":"n","created_at_unix":1,"scheduled_time_unix":2,"last_updated_at_unix":3,"total_calls_scheduled":4,"total_calls_finished":1,"retry_count":0}"""),
            (new ReplicateProvider(http),
                """{"id":"b","status":"processing","logs":"1%|","error":null,"created_at":1,"started_at":2,"completed_at":3,"deadline":4,"data_removed":false,"urls":{"web":"w","get":"g"},"version":"v"}"""),
            (new RunwayProvider(http), """{"id":"b","status":"RUNNING","progress":0.4,"createdAt":1,"failure":"f","failureCode":"c"}"""),
            (new TogetherProvider(http),
                """{"id":"b","endpoint":"e","model_id":"m","input_file_id":"i","output_file_id":"o","error_file_id":"x","status":"IN_PROGRESS","progress":41.9,"error":"e","created_at":"2026-11-20T10:00:00Z","completed_at":2,"job_deadline":3}"""),
            (new HuggingFaceProvider(http),
                """{"id":"b","status":{"stage":"RUNNING","message":"m"},"createdAt":1,"startedAt":2,"finishedAt":3,"timeoutSeconds":4,"labels":{"a":"b"}}"""),
        ];
    }

    [GeneratedRegex("\"@([0-9]+)@\"")]
    private static partial Regex Mark();
}
