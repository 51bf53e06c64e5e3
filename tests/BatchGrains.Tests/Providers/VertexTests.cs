using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class VertexTests
{
    private const string Asked = "projects/my-project/locations/us-central1/batchPredictionJobs/3814889423749775360";

    private static readonly VertexProvider Provider = new(null!, null!);

    public static TheoryData<string, string, string> States => new()
    {
        {
            "running",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/3814889423749775360","displayName":"nightly","model":"publishers/google/models/gemini-2.5-flash","inputConfig":{"instancesFormat":"jsonl","gcsSource":{"uris":["gs://in/batch.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://out"}},"state":"JOB_STATE_RUNNING","createTime":"2026-11-20T10:00:00.123456Z","startTime":"2026-11-20T10:01:00.654321Z","updateTime":"2026-11-20T10:05:00.111111Z","labels":{"team":"docs"},"modelVersionId":"1"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/3814889423749775360","object":"batch","endpoint":"publishers/google/models/gemini-2.5-flash",
             "model":"publishers/google/models/gemini-2.5-flash","input_file_id":"gs://in/batch.jsonl","completion_window":"","status":"in_progress","metadata":{"team":"docs"},
             "created_at":1795168800,"in_progress_at":1795168860,"processing_status":"JOB_STATE_RUNNING","done":false}
            """
        },
        {
            "succeeded, some failed",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/3814889423749775360","displayName":"nightly","model":"publishers/google/models/gemini-2.5-flash","inputConfig":{"instancesFormat":"jsonl","gcsSource":{"uris":["gs://in/batch.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://out"}},"outputInfo":{"gcsOutputDirectory":"gs://out/prediction-model-2026-11-20T10:00:00.123456Z"},"state":"JOB_STATE_SUCCEEDED","completionStats":{"successfulCount":"996","failedCount":"4"},"createTime":"2026-11-20T10:00:00.123456Z","startTime":"2026-11-20T10:01:00.654321Z","endTime":"2026-11-20T12:30:00.222222Z","updateTime":"2026-11-20T12:31:00.333333Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/3814889423749775360","object":"batch","endpoint":"publishers/google/models/gemini-2.5-flash",
             "model":"publishers/google/models/gemini-2.5-flash","input_file_id":"gs://in/batch.jsonl","completion_window":"","status":"completed",
             "request_counts":{"total":1000,"completed":996,"failed":4,"succeeded":996},"created_at":1795168800,"in_progress_at":1795168860,"completed_at":1795177800,
             "output_file_id":"gs://out/prediction-model-2026-11-20T10:00:00.123456Z","processing_status":"JOB_STATE_SUCCEEDED","done":true,"progress":100}
            """
        },
        {
            "failed",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/42","displayName":"bad","model":"publishers/google/models/gemini-2.5-flash","inputConfig":{"instancesFormat":"jsonl","gcsSource":{"uris":["gs://missing/batch.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://out"}},"state":"JOB_STATE_FAILED","error":{"code":9,"message":"Failed to get GCS bucket location."},"createTime":"2026-11-20T10:00:00Z","startTime":"2026-11-20T10:01:00Z","endTime":"2026-11-20T10:01:30Z","updateTime":"2026-11-20T10:01:30Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/42","object":"batch","endpoint":"publishers/google/models/gemini-2.5-flash",
             "model":"publishers/google/models/gemini-2.5-flash","input_file_id":"gs://missing/batch.jsonl","completion_window":"","status":"failed",
             "created_at":1795168800,"in_progress_at":1795168860,"failed_at":1795168890,
             "errors":{"object":"list","data":[{"code":"FAILED_PRECONDITION","message":"Failed to get GCS bucket location."}]},
             "processing_status":"JOB_STATE_FAILED","done":true}
            """
        },
        {
            "cancelled",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/43","model":"m","state":"JOB_STATE_CANCELLED","error":{"code":1,"message":"Cancelled."},"createTime":"2026-11-20T10:00:00Z","endTime":"2026-11-20T11:00:00Z","updateTime":"2026-11-20T11:00:25Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/43","object":"batch","endpoint":"m","model":"m","input_file_id":"","completion_window":"","status":"cancelled",
             "created_at":1795168800,"cancelled_at":1795172400,"errors":{"object":"list","data":[{"code":"CANCELLED","message":"Cancelled."}]},
             "processing_status":"JOB_STATE_CANCELLED","done":true}
            """
        },
        {
            "expired, from and to BigQuery, with what was left",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/44","model":"m","inputConfig":{"bigquerySource":{"inputUri":"bq://p.d.in"}},"outputInfo":{"bigqueryOutputDataset":"bq://p.d","bigqueryOutputTable":"predictions_1"},"state":"JOB_STATE_EXPIRED","completionStats":{"successfulCount":"6","incompleteCount":"4"},"partialFailures":[{"code":3,"message":"Bad row."}],"createTime":"2026-11-20T10:00:00Z","updateTime":"2026-11-21T10:00:00Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/44","object":"batch","endpoint":"m","model":"m","input_file_id":"bq://p.d.in","completion_window":"","status":"expired",
             "request_counts":{"total":10,"completed":6,"failed":0,"succeeded":6,"expired":4},"created_at":1795168800,"expired_at":1795255200,
             "output_file_id":"bq://p.d.predictions_1","errors":{"object":"list","data":[{"code":"INVALID_ARGUMENT","message":"Bad row."}]},
             "processing_status":"JOB_STATE_EXPIRED","done":true,"progress":60}
            """
        },
        {
            "cancelling, with an unknown rest",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/45","state":"JOB_STATE_CANCELLING","completionStats":{"successfulCount":"6","incompleteCount":"-1"},"createTime":"2026-11-20T10:00:00Z","updateTime":"2026-11-20T11:00:00Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/45","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"cancelling",
             "request_counts":{"completed":6,"failed":0,"succeeded":6},"created_at":1795168800,"cancelling_at":1795172400,"processing_status":"JOB_STATE_CANCELLING","done":false}
            """
        },
        {
            "unspecified",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/50","displayName":"nightly","model":"publishers/google/models/gemini-2.5-flash","inputConfig":{"instancesFormat":"jsonl","gcsSource":{"uris":["gs://in/batch.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://out"}},"state":"JOB_STATE_UNSPECIFIED","updateTime":"2026-11-20T10:00:01Z","createTime":"2026-11-20T10:00:00.123456Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/50","object":"batch","endpoint":"publishers/google/models/gemini-2.5-flash",
             "model":"publishers/google/models/gemini-2.5-flash","input_file_id":"gs://in/batch.jsonl","completion_window":"","created_at":1795168800,
             "status":"validating","processing_status":"JOB_STATE_UNSPECIFIED","done":false}
            """
        },
        {
            "queued",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/51","displayName":"nightly","model":"publishers/google/models/gemini-2.5-flash","inputConfig":{"instancesFormat":"jsonl","gcsSource":{"uris":["gs://in/batch.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://out"}},"state":"JOB_STATE_QUEUED","updateTime":"2026-11-20T10:00:01Z","createTime":"2026-11-20T10:00:00.123456Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/51","object":"batch","endpoint":"publishers/google/models/gemini-2.5-flash",
             "model":"publishers/google/models/gemini-2.5-flash","input_file_id":"gs://in/batch.jsonl","completion_window":"","created_at":1795168800,
             "status":"validating","processing_status":"JOB_STATE_QUEUED","done":false}
            """
        },
        {
            "pending",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/52","displayName":"nightly","model":"publishers/google/models/gemini-2.5-flash","inputConfig":{"instancesFormat":"jsonl","gcsSource":{"uris":["gs://in/batch.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://out"}},"state":"JOB_STATE_PENDING","updateTime":"2026-11-20T10:00:01Z","labels":{"team":"docs"},"createTime":"2026-11-20T10:00:00.123456Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/52","object":"batch","endpoint":"publishers/google/models/gemini-2.5-flash",
             "model":"publishers/google/models/gemini-2.5-flash","input_file_id":"gs://in/batch.jsonl","completion_window":"","created_at":1795168800,
             "status":"validating","metadata":{"team":"docs"},"processing_status":"JOB_STATE_PENDING","done":false}
            """
        },
        {
            "updating, with what is left",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/53","displayName":"nightly","model":"publishers/google/models/gemini-2.5-flash","inputConfig":{"instancesFormat":"jsonl","gcsSource":{"uris":["gs://in/batch.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://out"}},"state":"JOB_STATE_UPDATING","completionStats":{"successfulCount":"10","incompleteCount":"90"},"startTime":"2026-11-20T10:01:00.654321Z","updateTime":"2026-11-20T10:05:00Z","createTime":"2026-11-20T10:00:00.123456Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/53","object":"batch","endpoint":"publishers/google/models/gemini-2.5-flash",
             "model":"publishers/google/models/gemini-2.5-flash","input_file_id":"gs://in/batch.jsonl","completion_window":"","created_at":1795168800,
             "in_progress_at":1795168860,"status":"in_progress","request_counts":{"total":100,"completed":10,"failed":0,"succeeded":10,"pending":90},
             "processing_status":"JOB_STATE_UPDATING","progress":10,"done":false}
            """
        },
        {
            "paused",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/54","displayName":"nightly","model":"publishers/google/models/gemini-2.5-flash","inputConfig":{"instancesFormat":"jsonl","gcsSource":{"uris":["gs://in/batch.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://out"}},"state":"JOB_STATE_PAUSED","startTime":"2026-11-20T10:01:00.654321Z","updateTime":"2026-11-20T10:05:00Z","createTime":"2026-11-20T10:00:00.123456Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/54","object":"batch","endpoint":"publishers/google/models/gemini-2.5-flash",
             "model":"publishers/google/models/gemini-2.5-flash","input_file_id":"gs://in/batch.jsonl","completion_window":"","created_at":1795168800,
             "in_progress_at":1795168860,"status":"in_progress","processing_status":"JOB_STATE_PAUSED","done":false}
            """
        },
        {
            "partially succeeded, with the failures of parts",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/55","displayName":"nightly","model":"publishers/google/models/gemini-2.5-flash","inputConfig":{"instancesFormat":"jsonl","gcsSource":{"uris":["gs://in/batch.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://out"}},"state":"JOB_STATE_PARTIALLY_SUCCEEDED","outputInfo":{"gcsOutputDirectory":"gs://out/p"},"completionStats":{"successfulCount":"990","failedCount":"10"},"partialFailures":[{"code":3,"message":"Row 7 could not be parsed."},{"code":8,"message":"No quota for row 9."}],"startTime":"2026-11-20T10:01:00Z","endTime":"2026-11-20T12:30:00.222222Z","updateTime":"2026-11-20T12:31:00Z","createTime":"2026-11-20T10:00:00.123456Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/55","object":"batch","endpoint":"publishers/google/models/gemini-2.5-flash",
             "model":"publishers/google/models/gemini-2.5-flash","input_file_id":"gs://in/batch.jsonl","completion_window":"","created_at":1795168800,
             "in_progress_at":1795168860,"completed_at":1795177800,"status":"completed","request_counts":{"total":1000,"completed":990,"failed":10,"succeeded":990},
             "output_file_id":"gs://out/p","errors":{"object":"list","data":[{"code":"INVALID_ARGUMENT","message":"Row 7 could not be parsed."},{"code":"RESOURCE_EXHAUSTED","message":"No quota for row 9."}]},
             "processing_status":"JOB_STATE_PARTIALLY_SUCCEEDED","progress":100,"done":true}
            """
        },
        {
            "a word of tomorrow, and an end that goes with no state",
            """
            {"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/56","displayName":"nightly","model":"publishers/google/models/gemini-2.5-flash","inputConfig":{"instancesFormat":"jsonl","gcsSource":{"uris":["gs://in/batch.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://out"}},"state":"JOB_STATE_OF_TOMORROW","startTime":"2026-11-20T10:01:00Z","endTime":"2026-11-20T12:30:00Z","updateTime":"2026-11-20T12:31:00Z","createTime":"2026-11-20T10:00:00.123456Z"}
            """,
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/56","object":"batch","endpoint":"publishers/google/models/gemini-2.5-flash",
             "model":"publishers/google/models/gemini-2.5-flash","input_file_id":"gs://in/batch.jsonl","completion_window":"","created_at":1795168800,
             "in_progress_at":1795168860,"status":"in_progress","processing_status":"JOB_STATE_OF_TOMORROW","done":false}
            """
        },
        {
            "no state yet",
            """{"name":"projects/510528649030/locations/us-central1/batchPredictionJobs/46","createTime":"2026-11-20T10:00:00Z"}""",
            """
            {"id":"projects/510528649030/locations/us-central1/batchPredictionJobs/46","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"validating",
             "created_at":1795168800,"done":false}
            """
        },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Each_state_becomes_the_whole_batch(string state, string answer, string expected)
    {
        Assert.NotEmpty(state);
        AdapterProbe.AssertSays(expected, Provider.Read(AdapterProbe.Json(answer), Asked));
    }

    [Theory]
    [InlineData("UNSPECIFIED", "validating")]
    [InlineData("QUEUED", "validating")]
    [InlineData("PENDING", "validating")]
    [InlineData("RUNNING", "in_progress")]
    [InlineData("UPDATING", "in_progress")]
    [InlineData("PAUSED", "in_progress")]
    [InlineData("SUCCEEDED", "completed")]
    [InlineData("PARTIALLY_SUCCEEDED", "completed")]
    [InlineData("FAILED", "failed")]
    [InlineData("CANCELLING", "cancelling")]
    [InlineData("CANCELLED", "cancelled")]
    [InlineData("EXPIRED", "expired")]
    [InlineData("OF_TOMORROW", "in_progress")]
    public void Each_word_has_its_status(string word, string status)
    {
        var batch = Provider.Read(AdapterProbe.Json($$"""{"state":"JOB_STATE_{{word}}"}"""), Asked)!;
        Assert.Equal((status, "JOB_STATE_" + word, Asked), (batch.Status.Word, batch.ProcessingStatus, batch.Id));
    }

    [Theory]
    [InlineData("us-central1", "https://us-central1-aiplatform.googleapis.com/v1/")]
    [InlineData("global", "https://aiplatform.googleapis.com/v1/")]
    [InlineData("eu", "https://aiplatform.eu.rep.googleapis.com/v1/")]
    [InlineData("us", "https://aiplatform.us.rep.googleapis.com/v1/")]
    public void The_location_decides_the_host(string location, string address)
    {
        var name = $"projects/p-1/locations/{location}/batchPredictionJobs/7";
        Assert.Equal(address + name, Provider.Address(AdapterProbe.Account("vertex"), name).AbsoluteUri);
        Assert.Equal("http://localhost:5/x/" + name, Provider.Address(AdapterProbe.Account("vertex", "http://localhost:5/x/"), name).AbsoluteUri);
    }

    [Fact]
    public void A_number_becomes_the_full_name_in_the_accounts_project_and_location()
    {
        var account = Account("my-project", "us-central1");
        Assert.Equal(Asked, Provider.Identify("3814889423749775360", new ProviderOptions(), [account]).Canonical);
        Assert.Equal(Asked, Provider.Identify("3814889423749775360", new ProviderOptions(), [account, Account("my-project", "us-central1")]).Canonical);
        Assert.Equal(Asked, Provider.Identify(Asked, new ProviderOptions(), [account]).Canonical);
        Assert.Contains("Location", Provider.Identify("42", new ProviderOptions(), [Account("p", null)]).Rule, StringComparison.Ordinal);
        Assert.Null(Provider.Identify("42", new ProviderOptions(), [Account("p", "evil.example/")]).Canonical);
    }

    [Fact]
    public void Where_the_accounts_differ_a_number_stays_one_and_a_full_name_too()
    {
        ProviderAccount[] accounts = [Account("other", null), Account("my-project", "us-central1"), Account("my-project", "europe-west4")];
        var settings = new ProviderOptions();

        Assert.Equal("42", Provider.Identify("42", settings, accounts).Canonical);
        Assert.Equal(Asked, Provider.Identify(Asked, settings, accounts).Canonical);
        Assert.Contains("Location", Provider.Identify("42", settings, [Account("a", null), Account("b", null)]).Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p", null, "Providers:vertex:Accounts:0:Location")]
    [InlineData(null, "us-central1", "Providers:vertex:Accounts:0:ProjectId")]
    public async Task An_account_that_can_make_no_name_of_a_number_says_what_it_lacks(string? project, string? location, string setting)
    {
        var account = Account(project, location);
        account.Settings.Accounts.Add(account.Credentials);

        var answer = await Provider.RetrieveAsync(account, "42", TestContext.Current.CancellationToken);

        Assert.Equal(BatchFaultCode.ProviderNotConfigured, answer.Fault!.Code);
        Assert.Contains(setting, answer.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("projects/510528649030/locations/us-central1/batchPredictionJobs/42", true)]
    [InlineData("projects/example.com:p/locations/global/batchPredictionJobs/42", true)]
    [InlineData("projects/../locations/us-central1/batchPredictionJobs/42", false)]
    [InlineData("projects/p/locations/evil.example/batchPredictionJobs/42", false)]
    [InlineData("projects/p/locations/US/batchPredictionJobs/42", false)]
    [InlineData("projects/p/locations/us-central1/batchPredictionJobs/abc", false)]
    [InlineData("projects/p/locations/us-central1/batchPredictionJobs/42/x", false)]
    [InlineData("projects/p/locations/us-central1/endpoints/42", false)]
    [InlineData("projects/p%2F/locations/us-central1/batchPredictionJobs/42", false)]
    [InlineData("٤٢", false)]
    public void Only_names_of_jobs_pass(string id, bool valid) => Assert.Equal(valid ? id : null, AdapterProbe.Canonical(Provider, id));

    [Fact]
    public void Allowed_regions_narrow_the_locations()
    {
        var settings = new ProviderOptions { AllowedRegions = { "europe-west4" } };
        Assert.Contains("europe-west4", Provider.Identify(Asked, settings, []).Rule, StringComparison.Ordinal);
        Assert.NotNull(Provider.Identify(Asked.Replace("us-central1", "europe-west4", StringComparison.Ordinal), settings, []).Canonical);
    }

    [Fact]
    public void The_customary_variables_make_an_account()
    {
        var variables = new Dictionary<string, string?>
        {
            ["GOOGLE_CLOUD_PROJECT"] = "p",
            ["GOOGLE_CLOUD_LOCATION"] = "l",
            ["GOOGLE_APPLICATION_CREDENTIALS"] = "/f.json",
        };
        var account = Provider.AccountFromEnvironment(variables.GetValueOrDefault)!;
        Assert.Equal(("p", "l", "/f.json"), (account.ProjectId, account.Location, account.CredentialsFile));
        Assert.Null(Provider.AccountFromEnvironment(_ => null));
        Assert.Contains("GOOGLE_CLOUD_PROJECT", Provider.WhyNot(new ProviderOptions(), null)!.Message, StringComparison.Ordinal);
    }

    private static ProviderAccount Account(string? project, string? location) =>
        AdapterProbe.Account("vertex", credentials: new AccountOptions { ProjectId = project, Location = location });
}
