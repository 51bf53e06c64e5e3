using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using static BatchGrains.Tests.Providers.AdapterProbe;

namespace BatchGrains.Tests.Providers;

public sealed class OpenAIShapedProviderTests
{
    public static TheoryData<string, string, string> States => new()
    {
        {
            "openai",
            """{"id":"batch_v1","object":"batch","endpoint":"/v1/chat/completions","errors":null,"input_file_id":"file-in","completion_window":"24h","status":"validating","output_file_id":null,"error_file_id":null,"created_at":1795168800,"in_progress_at":null,"expires_at":1795255200,"request_counts":{"total":0,"completed":0,"failed":0},"metadata":null}""",
            """{"id":"batch_v1","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file-in","completion_window":"24h","status":"validating","processing_status":"validating","created_at":1795168800,"expires_at":1795255200,"request_counts":{"total":0,"completed":0,"failed":0,"succeeded":0}}"""
        },
        {
            "openai",
            """{"id":"batch_69442513cdb08190bc6dbfdfcd2b9b45","object":"batch","endpoint":"/v1/chat/completions","model":"gpt-5-mini-2025-08-07","errors":null,"input_file_id":"file-9aXk2","completion_window":"24h","status":"in_progress","output_file_id":null,"error_file_id":null,"created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"finalizing_at":null,"completed_at":null,"failed_at":null,"expired_at":null,"cancelling_at":null,"cancelled_at":null,"request_counts":{"total":1000,"completed":412,"failed":3},"usage":{"input_tokens":0,"input_tokens_details":{"cached_tokens":0},"output_tokens":0,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":0},"metadata":{"team":"docs"}}""",
            """{"id":"batch_69442513cdb08190bc6dbfdfcd2b9b45","object":"batch","endpoint":"/v1/chat/completions","model":"gpt-5-mini-2025-08-07","input_file_id":"file-9aXk2","completion_window":"24h","status":"in_progress","processing_status":"in_progress","progress":41,"created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"request_counts":{"total":1000,"completed":412,"failed":3,"succeeded":412,"pending":585},"usage":{"input_tokens":0,"input_tokens_details":{"cached_tokens":0},"output_tokens":0,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":0},"metadata":{"team":"docs"}}"""
        },
        {
            "openai",
            """{"id":"batch_z1","object":"batch","endpoint":"/v1/responses","input_file_id":"file-in","completion_window":"24h","status":"finalizing","created_at":1795168800,"in_progress_at":1795168860,"finalizing_at":1795177800,"expires_at":1795255200,"request_counts":{"total":200,"completed":199,"failed":1}}""",
            """{"id":"batch_z1","object":"batch","endpoint":"/v1/responses","input_file_id":"file-in","completion_window":"24h","status":"finalizing","processing_status":"finalizing","progress":99,"created_at":1795168800,"in_progress_at":1795168860,"finalizing_at":1795177800,"expires_at":1795255200,"request_counts":{"total":200,"completed":199,"failed":1,"succeeded":199,"pending":0}}"""
        },
        {
            "openai",
            """{"id":"batch_69442513cdb08190bc6dbfdfcd2b9b45","object":"batch","endpoint":"/v1/chat/completions","model":"gpt-5-mini-2025-08-07","errors":null,"input_file_id":"file-9aXk2","completion_window":"24h","status":"completed","output_file_id":"file-Out1","error_file_id":"file-Err1","created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"finalizing_at":1795177800,"completed_at":1795177860,"failed_at":null,"request_counts":{"total":1000,"completed":996,"failed":4},"usage":{"input_tokens":512000,"total_tokens":602000},"metadata":null}""",
            """{"id":"batch_69442513cdb08190bc6dbfdfcd2b9b45","object":"batch","endpoint":"/v1/chat/completions","model":"gpt-5-mini-2025-08-07","input_file_id":"file-9aXk2","completion_window":"24h","status":"completed","processing_status":"completed","progress":100,"output_file_id":"file-Out1","error_file_id":"file-Err1","created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"finalizing_at":1795177800,"completed_at":1795177860,"request_counts":{"total":1000,"completed":996,"failed":4,"succeeded":996},"usage":{"input_tokens":512000,"total_tokens":602000}}"""
        },
        {
            "openai",
            """{"id":"batch_f1","object":"batch","endpoint":"/v1/chat/completions","errors":{"object":"list","data":[{"code":"duplicate_custom_id","message":"The custom_id 'r-7' was already used on line 3.","param":"custom_id","line":7}]},"input_file_id":"file-bad","completion_window":"24h","status":"failed","output_file_id":null,"created_at":1795168800,"expires_at":1795255200,"failed_at":1795168812,"request_counts":{"total":0,"completed":0,"failed":0},"metadata":null}""",
            """{"id":"batch_f1","object":"batch","endpoint":"/v1/chat/completions","errors":{"object":"list","data":[{"code":"duplicate_custom_id","message":"The custom_id 'r-7' was already used on line 3.","param":"custom_id","line":7}]},"input_file_id":"file-bad","completion_window":"24h","status":"failed","processing_status":"failed","created_at":1795168800,"expires_at":1795255200,"failed_at":1795168812,"request_counts":{"total":0,"completed":0,"failed":0,"succeeded":0}}"""
        },
        {
            "openai",
            """{"id":"batch_e1","object":"batch","endpoint":"/v1/embeddings","errors":null,"input_file_id":"file-in","completion_window":"24h","status":"expired","output_file_id":"file-Out2","error_file_id":"file-Err2","created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"finalizing_at":1795255200,"completed_at":null,"expired_at":1795255320,"request_counts":{"total":1000,"completed":700,"failed":100},"metadata":null}""",
            """{"id":"batch_e1","object":"batch","endpoint":"/v1/embeddings","input_file_id":"file-in","completion_window":"24h","status":"expired","processing_status":"expired","progress":80,"output_file_id":"file-Out2","error_file_id":"file-Err2","created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"finalizing_at":1795255200,"expired_at":1795255320,"request_counts":{"total":1000,"completed":700,"failed":100,"succeeded":700,"expired":200}}"""
        },
        {
            "openai",
            """{"id":"batch_c0","object":"batch","endpoint":"/v1/responses","input_file_id":"file-in","completion_window":"24h","status":"cancelling","created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"cancelling_at":1795172400,"request_counts":{"total":5,"completed":1,"failed":0}}""",
            """{"id":"batch_c0","object":"batch","endpoint":"/v1/responses","input_file_id":"file-in","completion_window":"24h","status":"cancelling","processing_status":"cancelling","progress":20,"created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"cancelling_at":1795172400,"request_counts":{"total":5,"completed":1,"failed":0,"succeeded":1,"pending":4}}"""
        },
        {
            "openai",
            """{"id":"batch_c1","object":"batch","endpoint":"/v1/responses","errors":null,"input_file_id":"file-in","completion_window":"24h","status":"cancelled","output_file_id":null,"error_file_id":"file-Err3","created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"cancelling_at":1795172400,"cancelled_at":1795172640,"request_counts":{"total":5,"completed":0,"failed":0},"metadata":null}""",
            """{"id":"batch_c1","object":"batch","endpoint":"/v1/responses","input_file_id":"file-in","completion_window":"24h","status":"cancelled","processing_status":"cancelled","progress":0,"error_file_id":"file-Err3","created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"cancelling_at":1795172400,"cancelled_at":1795172640,"request_counts":{"total":5,"completed":0,"failed":0,"succeeded":0,"canceled":5}}"""
        },
        {
            "openai",
            """{"id":"batch_u1","object":"batch","endpoint":"/v1/responses","input_file_id":"file-in","completion_window":"24h","status":"defragmenting","created_at":1795168800,"completed_at":1795168900}""",
            """{"id":"batch_u1","object":"batch","endpoint":"/v1/responses","input_file_id":"file-in","completion_window":"24h","status":"in_progress","processing_status":"defragmenting","created_at":1795168800}"""
        },
        {
            "groq",
            """{"id":"batch_01jh6xa7reempvjyh6n3yst2zw","object":"batch","endpoint":"/v1/chat/completions","errors":[{"code":"invalid_method","message":"Only POST is supported.","param":"method","line":4}],"input_file_id":"file_01jh6x76wtemjr74t1fh0faj5t","completion_window":"24h","status":"completed","output_file_id":"file_01out","error_file_id":"file_01err","finalizing_at":null,"request_counts":{"total":3,"completed":2,"failed":1},"metadata":null,"created_at":1795168800,"expires_at":1795255200,"completed_at":1795168860,"in_progress_at":1795168812}""",
            """{"id":"batch_01jh6xa7reempvjyh6n3yst2zw","object":"batch","endpoint":"/v1/chat/completions","errors":{"object":"list","data":[{"code":"invalid_method","message":"Only POST is supported.","param":"method","line":4}]},"input_file_id":"file_01jh6x76wtemjr74t1fh0faj5t","completion_window":"24h","status":"completed","processing_status":"completed","progress":100,"output_file_id":"file_01out","error_file_id":"file_01err","request_counts":{"total":3,"completed":2,"failed":1,"succeeded":2},"created_at":1795168800,"expires_at":1795255200,"completed_at":1795168860,"in_progress_at":1795168812}"""
        },
        {
            "parasail",
            """{"id":"batch_p4r1","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file-in1","completion_window":"24h","status":"completed","created_at":1795300000,"request_counts":{"total":500,"completed":500,"failed":0},"output_file_id":"file-out1","error_file_id":null,"completed_at":1795310000}""",
            """{"id":"batch_p4r1","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file-in1","completion_window":"24h","status":"completed","processing_status":"completed","progress":100,"created_at":1795300000,"request_counts":{"total":500,"completed":500,"failed":0,"succeeded":500},"output_file_id":"file-out1","completed_at":1795310000}"""
        },
        {
            "perplexity",
            """{"id":"batch_0x9","object":"batch","endpoint":"/v1/agent","input_file_id":"file_1","completion_window":"24h","status":"in_progress","created_at":1795300000,"request_counts":{"total":100,"completed":40,"failed":2},"output_file_id":null}""",
            """{"id":"batch_0x9","object":"batch","endpoint":"/v1/agent","input_file_id":"file_1","completion_window":"24h","status":"in_progress","processing_status":"in_progress","progress":42,"created_at":1795300000,"request_counts":{"total":100,"completed":40,"failed":2,"succeeded":40,"pending":58}}"""
        },
        {
            "cerebras",
            """{"id":"batch_0a1b2c3d4e5f","object":"batch","endpoint":"/v1/chat/completions","errors":null,"input_file_id":"file_77","completion_window":"24h","status":"queued","output_file_id":null,"error_file_id":null,"created_at":1795300000,"in_progress_at":null,"expires_at":null,"request_counts":{"total":0,"completed":0,"failed":0},"metadata":{"team":"x","custom_tags":["a","b"]}}""",
            """{"id":"batch_0a1b2c3d4e5f","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file_77","completion_window":"24h","status":"validating","processing_status":"queued","created_at":1795300000,"request_counts":{"total":0,"completed":0,"failed":0,"succeeded":0},"metadata":{"team":"x","custom_tags":"[\"a\",\"b\"]"}}"""
        },
        {
            "cerebras",
            """{"id":"batch_0a1b2c3d4e5f","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file_77","completion_window":"24h","status":"failed","errors":"File service error: no such file","created_at":1795300000,"failed_at":1795300100}""",
            """{"id":"batch_0a1b2c3d4e5f","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file_77","completion_window":"24h","status":"failed","processing_status":"failed","errors":{"object":"list","data":[{"message":"File service error: no such file"}]},"created_at":1795300000,"failed_at":1795300100}"""
        },
        {
            "nebius",
            """{"id":"batch_3c1e","object":"batch","endpoint":"/v1/chat/completions","errors":null,"input_file_id":"0f7c","completion_window":"24h","status":"validating","created_at":1795300000,"expires_at":1795386400,"request_counts":{}}""",
            """{"id":"batch_3c1e","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"0f7c","completion_window":"24h","status":"validating","processing_status":"validating","created_at":1795300000,"expires_at":1795386400}"""
        },
        {
            "nebius",
            """{"id":"batch_3c1e","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"0f7c","completion_window":"24h","created_at":1795300000,"status":"done","output_file_id":"91ab","request_counts":{"total":200,"completed":200,"failed":0}}""",
            """{"id":"batch_3c1e","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"0f7c","completion_window":"24h","created_at":1795300000,"status":"completed","processing_status":"done","progress":100,"output_file_id":"91ab","request_counts":{"total":200,"completed":200,"failed":0,"succeeded":200}}"""
        },
        {
            "vllm", // AIBrix
            """{"id":"batch_5b0c","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file-a1","completion_window":"24h","status":"scheduling","created_at":1795300000,"expires_at":1795386400}""",
            """{"id":"batch_5b0c","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file-a1","completion_window":"24h","status":"validating","processing_status":"scheduling","created_at":1795300000,"expires_at":1795386400}"""
        },
        {
            "vllm", // the production stack: flat counts, no object, one time for all ends
            """{"id":"batch_9f03ab","status":"failed","input_file_id":"file-7","created_at":1795300000,"completed_at":1795300050,"failed_at":null,"endpoint":"/v1/completions","completion_window":"5s","output_file_id":null,"total_requests":null,"completed_requests":0,"failed_requests":0,"metadata":null}""",
            """{"id":"batch_9f03ab","object":"batch","status":"failed","processing_status":"failed","input_file_id":"file-7","created_at":1795300000,"failed_at":1795300050,"endpoint":"/v1/completions","completion_window":"5s","request_counts":{"completed":0,"failed":0,"succeeded":0}}"""
        },
        {
            "sgl",
            """{"id":"batch_2f6e","object":"batch","endpoint":"/v1/chat/completions","errors":{"message":"no such model"},"input_file_id":"backend_input_file-8a","completion_window":"24h","status":"failed","output_file_id":null,"created_at":1745000000,"in_progress_at":1745000001,"failed_at":1745000010,"request_counts":null,"metadata":null}""",
            """{"id":"batch_2f6e","object":"batch","endpoint":"/v1/chat/completions","errors":{"object":"list","data":[{"message":"no such model"}]},"input_file_id":"backend_input_file-8a","completion_window":"24h","status":"failed","processing_status":"failed","created_at":1745000000,"in_progress_at":1745000001,"failed_at":1745000010}"""
        },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void An_answer_becomes_the_batch_that_it_tells_of(string provider, string answer, string expected) =>
        AssertSays(expected, Provider(provider).Read(Json(answer), "asked"));

    [Theory]
    [InlineData("openai", "CANCELED", BatchStatus.Cancelled)]
    [InlineData("openai", "Canceling", BatchStatus.Cancelling)]
    [InlineData("openai", "Completed", BatchStatus.Completed)]
    [InlineData("openai", "done", BatchStatus.InProgress)]
    [InlineData("cerebras", "queued", BatchStatus.Validating)]
    [InlineData("nebius", "done", BatchStatus.Completed)]
    [InlineData("vllm", "pending", BatchStatus.Validating)]
    [InlineData("vllm", "scheduling", BatchStatus.Validating)]
    [InlineData("vllm", "running", BatchStatus.InProgress)]
    [InlineData("vllm", "PROGRESS", BatchStatus.InProgress)]
    [InlineData("vllm", "stopped", BatchStatus.InProgress)]
    [InlineData("sgl", "cancelled", BatchStatus.Cancelled)]
    public void A_word_of_the_provider_means(string provider, string word, BatchStatus expected)
    {
        var batch = Provider(provider).Read(Json($$"""{"id":"batch_1","status":"{{word}}"}"""), "batch_1");
        Assert.Equal(expected, batch?.Status);
        Assert.Equal(word, batch?.ProcessingStatus);
    }

    [Theory]
    [InlineData("openai", "https://api.openai.com/v1/batches/batch_a1")]
    [InlineData("groq", "https://api.groq.com/openai/v1/batches/batch_a1")]
    [InlineData("parasail", "https://api.parasail.io/v1/batches/batch_a1")]
    [InlineData("perplexity", "https://api.perplexity.ai/v1/batches/batch_a1")]
    [InlineData("cerebras", "https://api.cerebras.ai/v1/batches/batch_a1")]
    [InlineData("nebius", "https://api.tokenfactory.nebius.com/v1/batches/batch_a1")]
    public void The_provider_is_called_at_its_own_address(string provider, string expected) =>
        Assert.Equal(expected, Provider(provider).Address(Account(provider), "batch_a1").AbsoluteUri);

    [Theory]
    [InlineData("http://localhost:8000", "http://localhost:8000/v1/batches/batch_a1")]
    [InlineData("http://localhost:8000/", "http://localhost:8000/v1/batches/batch_a1")]
    [InlineData("http://localhost:8000/v1", "http://localhost:8000/v1/batches/batch_a1")]
    [InlineData("http://localhost:8000/v1/", "http://localhost:8000/v1/batches/batch_a1")]
    [InlineData("https://gateway.test/llm", "https://gateway.test/llm/v1/batches/batch_a1")]
    [InlineData("https://open.bigmodel.cn/api/paas/v4", "https://open.bigmodel.cn/api/paas/v4/batches/batch_a1")]
    [InlineData("https://api.deepinfra.com/v1/openai", "https://api.deepinfra.com/v1/openai/batches/batch_a1")]
    public void A_server_of_ones_own_is_found_with_and_without_its_version(string baseUrl, string expected) =>
        Assert.Equal(expected, Provider("vllm").Address(Account("vllm", baseUrl), "batch_a1").AbsoluteUri);

    [Fact]
    public void A_slash_in_an_id_stays_within_its_segment() => Assert.Equal(
        "http://gateway.test/v1/batches/bGl0%2BZWxs%2FbQ%3D%3D",
        Provider("vllm").Address(Account("vllm", "http://gateway.test"), "bGl0+ZWxs/bQ==").AbsoluteUri);

    [Fact]
    public void The_base_url_stands_over_an_accounts_endpoint_and_that_over_the_default()
    {
        var credentials = new AccountOptions { ApiKey = Key, Endpoint = new Uri("https://eu.api.openai.com/v1/") };
        Assert.Equal("eu.api.openai.com", Provider("openai").Address(Account("openai", null, credentials), "batch_1").Host);
        Assert.Equal("proxy.test", Provider("openai").Address(Account("openai", "https://proxy.test/v1", credentials), "batch_1").Host);
    }

    [Theory]
    [InlineData("openai", "batch_69442513cdb08190bc6dbfdfcd2b9b45", true)]
    [InlineData("openai", "batch_", false)]
    [InlineData("openai", "file-1", false)]
    [InlineData("openai", "batch_a/b", false)]
    [InlineData("openai", "batch_a\n", false)]
    [InlineData("groq", "batch_01jh6xa7reempvjyh6n3yst2zw", true)]
    [InlineData("perplexity", "cmpl-1", false)]
    [InlineData("parasail", "anything-1", true)]
    [InlineData("vllm", "bGl0ZWxs/bQ==", true)]
    [InlineData("vllm", "a/../b", false)]
    [InlineData("vllm", "a//b", false)]
    [InlineData("vllm", ".", false)]
    [InlineData("vllm", "a%2Fb", false)]
    [InlineData("sgl", "a?b", false)]
    [InlineData("sgl", "", false)]
    public void An_id_fits_the_providers_rule(string provider, string id, bool valid) =>
        Assert.Equal(valid ? id : null, Canonical(Provider(provider), id));

    [Fact]
    public async Task The_key_the_organization_and_the_project_go_into_headers()
    {
        using var http = new StubbedHttp((200, """{"id":"batch_1","status":"completed"}"""));
        var provider = new OpenAIShapedProvider(http.Http, Row("openai"));
        var credentials = new AccountOptions { ApiKey = Key + "\n", Organization = "org-1", Project = "proj_1" };

        var answer = await provider.RetrieveAsync(Account("openai", null, credentials), "batch_1", TestContext.Current.CancellationToken);

        Assert.Equal(BatchStatus.Completed, answer.Batch?.Status);
        var headers = Assert.Single(http.Requests).Headers;
        Assert.Equal($"Bearer {Key}", headers.Authorization?.ToString());
        Assert.Equal(["org-1"], headers.GetValues("OpenAI-Organization"));
        Assert.Equal(["proj_1"], headers.GetValues("OpenAI-Project"));
    }

    [Fact]
    public async Task A_server_without_a_key_gets_no_authorization()
    {
        using var http = new StubbedHttp((200, """{"id":"b","status":"running"}"""));
        var provider = new OpenAIShapedProvider(http.Http, Row("vllm"));

        await provider.RetrieveAsync(
            Account("vllm", "http://localhost:8000", new AccountOptions()), "b", TestContext.Current.CancellationToken);

        Assert.Null(Assert.Single(http.Requests).Headers.Authorization);
    }

    [Fact]
    public void An_account_comes_from_the_customary_variables()
    {
        var variables = new Dictionary<string, string>
        {
            ["OPENAI_API_KEY"] = Key,
            ["VLLM_BASE_URL"] = "http://localhost:8000/v1",
            ["SGLANG_BASE_URL"] = "localhost:30000",
        };

        Assert.Equal(Key, Provider("openai").AccountFromEnvironment(variables.GetValueOrDefault)?.ApiKey);
        Assert.Equal(new Uri("http://localhost:8000/v1"), Provider("vllm").AccountFromEnvironment(variables.GetValueOrDefault)?.Endpoint);
        Assert.Null(Provider("sgl").AccountFromEnvironment(variables.GetValueOrDefault));
        Assert.Null(Provider("groq").AccountFromEnvironment(variables.GetValueOrDefault));
    }

    [Theory]
    [InlineData("openai", "OPENAI_API_KEY")]
    [InlineData("groq", "GROQ_API_KEY")]
    [InlineData("parasail", "PARASAIL_API_KEY")]
    [InlineData("perplexity", "PERPLEXITY_API_KEY")]
    [InlineData("cerebras", "CEREBRAS_API_KEY")]
    [InlineData("nebius", "NEBIUS_API_KEY")]
    public void Without_a_key_the_fault_names_the_setting_and_the_variable(string provider, string variable)
    {
        var fault = Provider(provider).WhyNot(new ProviderOptions(), null);

        Assert.Equal(BatchFaultCode.ProviderNotConfigured, fault?.Code);
        Assert.Contains($"Providers:{provider}:Accounts:0:ApiKey", fault?.Message, StringComparison.Ordinal);
        Assert.Contains(variable, fault?.Message, StringComparison.Ordinal);
        Assert.Null(Provider(provider).WhyNot(new ProviderOptions(), new AccountOptions { ApiKey = Key }));
    }

    [Fact]
    public void Where_accounts_are_configured_the_fault_names_the_one_that_lacks_its_key_or_that_none_serves_the_tenant()
    {
        var settings = new ProviderOptions { Accounts = { new AccountOptions { ApiKey = Key, Tenants = { "a" } }, new AccountOptions { Tenants = { "b" } } } };

        var keyless = Provider("groq").WhyNot(settings, settings.Accounts[1])!.Message;
        var unserved = Provider("groq").WhyNot(settings, null)!.Message;

        Assert.Equal("groq is not configured for this tenant: set Providers:groq:Accounts:1:ApiKey.", keyless);
        Assert.Equal("groq is not configured for this tenant: none of Providers:groq:Accounts serves it; see their Tenants.", unserved);
    }

    [Theory]
    [InlineData("vllm", "VLLM_BASE_URL")]
    [InlineData("sgl", "SGLANG_BASE_URL")]
    public void A_server_of_ones_own_needs_an_address_and_no_key(string provider, string variable)
    {
        var fault = Provider(provider).WhyNot(new ProviderOptions(), null);

        Assert.Equal(BatchFaultCode.UnsupportedOperation, fault?.Code);
        Assert.StartsWith($"batch_retrieve is not supported by {provider} provider. ", fault?.Message, StringComparison.Ordinal);
        Assert.Contains($"Providers:{provider}:BaseUrl", fault?.Message, StringComparison.Ordinal);
        Assert.Contains(variable, fault?.Message, StringComparison.Ordinal);
        var server = new Uri("http://localhost:8000");
        Assert.Null(Provider(provider).WhyNot(new ProviderOptions { BaseUrl = server }, null));
        Assert.Null(Provider(provider).WhyNot(new ProviderOptions(), new AccountOptions { Endpoint = server }));
    }

    [Fact]
    public void A_tenant_that_no_account_serves_does_not_reach_the_server_without_one()
    {
        var settings = new ProviderOptions { BaseUrl = new Uri("http://localhost:8000"), Accounts = { new AccountOptions { Tenants = { "a" } } } };

        Assert.Equal(BatchFaultCode.ProviderNotConfigured, Provider("vllm").WhyNot(settings, null)?.Code);
    }

    [Fact]
    public void Every_row_tells_what_users_must_know() => Assert.All(OpenAIShapedRows.All, row =>
    {
        Assert.NotEmpty(row.Remarks);
        Assert.NotEmpty(row.IdRule);
        Assert.NotEmpty(Provider(row.Name).Notes.Words);
    });

    private static OpenAIShapedRow Row(string name) => OpenAIShapedRows.All.Single(row => row.Name == name);

    private static OpenAIShapedProvider Provider(string name) => new(new StubbedHttp((200, "{}")).Http, Row(name));
}
