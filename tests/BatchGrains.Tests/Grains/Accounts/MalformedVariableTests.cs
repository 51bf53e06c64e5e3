using BatchGrains.Grains;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Grains.Accounts;

/// <summary>A customary variable that is malformed is told when it is used, by its name and the rule.</summary>
public sealed class MalformedVariableTests
{
    private const string Ascii = "must be one line of printable ASCII";
    private const string Http = "must be an absolute http or https address";
    private const string Arn = "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abc123def456";

    [Theory]
    [InlineData("openai", "batch_1", Ascii, "OPENAI_API_KEY", "sk-a\nb")]
    [InlineData("anthropic", "msgbatch_1", Ascii, "ANTHROPIC_API_KEY", "\uFEFFsk-ant-1")]
    [InlineData("huggingface", "acme/0123456789abcdef01234567", Ascii, "HF_TOKEN", "hf_é")]
    [InlineData("fireworks", "job1", Ascii, "FIREWORKS_API_KEY", "fw\u200B1", "FIREWORKS_ACCOUNT_ID", "acme")]
    [InlineData("bedrock", Arn, Ascii, "AWS_BEARER_TOKEN_BEDROCK", "b\0c", "AWS_REGION", "us-east-1")]
    [InlineData("bedrock", Arn, Ascii, "AWS_SECRET_ACCESS_KEY", "a\u200Bb", "AWS_REGION", "us-east-1", "AWS_ACCESS_KEY_ID", "AKIA1")]
    [InlineData("azure", "batch_1", Ascii, "AZURE_OPENAI_API_KEY", "k\uFEFF", "AZURE_OPENAI_ENDPOINT", "https://acme.openai.azure.com")]
    [InlineData("azure", "batch_1", Http, "AZURE_OPENAI_ENDPOINT", "acme.openai.azure.com", "AZURE_OPENAI_API_KEY", "k")]
    [InlineData("vllm", "b", Ascii, "VLLM_API_KEY", "k\r\nk", "VLLM_BASE_URL", "http://localhost:8000")]
    [InlineData("vllm", "b", Http, "VLLM_BASE_URL", "localhost:8000")]
    [InlineData("vllm", "b", Http, "VLLM_BASE_URL", "httpx://localhost:8000")]
    [InlineData("sgl", "b", Http, "SGLANG_BASE_URL", "/v1")]
    public async Task It_is_named_with_its_rule_and_without_its_value(string provider, string id, string rule, string name, string value, params string[] more)
    {
        await using var silo = Silo([name, value, .. more]);

        var fault = Admit(silo, provider, id).Fault!;

        Assert.Equal(BatchFaultCode.ProviderNotConfigured, fault.Code);
        Assert.Contains($"the environment variable {name} {rule}", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_no_harm_where_a_setting_stands_over_it()
    {
        await using var silo = Silo(
            ["VLLM_BASE_URL", "localhost:8000", "OPENAI_API_KEY", "sk-é"],
            new() { ["Providers:vllm:BaseUrl"] = "http://localhost:8000", ["Providers:openai:Accounts:0:ApiKey"] = "sk-1" });

        Assert.Null(Admit(silo, "vllm", "b").Fault);
        Assert.Null(Admit(silo, "openai", "batch_1").Fault);
    }

    [Fact]
    public async Task An_id_that_breaks_its_rule_is_told_before_it()
    {
        await using var silo = Silo(["OPENAI_API_KEY", "sk-é"]);

        Assert.Equal(BatchFaultCode.InvalidBatchId, Admit(silo, "openai", "file-1").Fault!.Code);
    }

    private static SiloServices Silo(string[] variables, Dictionary<string, string?>? settings = null) =>
        new(settings, environment: variables.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]));

    private static BatchAdmission Admit(SiloServices silo, string name, string id)
    {
        var provider = silo.Get<ProviderCatalog>().Find(name)!;
        var book = silo.Get<AccountBook>();
        return BatchAdmissionGrain.Check(provider, "default", id, book.Settings(provider), book.AccountsOf("default", provider));
    }
}
