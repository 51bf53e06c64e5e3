using BatchGrains.Grains;
using BatchGrains.Grains.Accounts;

namespace BatchGrains.Tests.Grains;

public sealed class BatchAdmissionTests
{
    private readonly ScriptedProvider _provider = new();

    [Fact]
    public void A_batch_that_may_be_asked_for_gets_its_key() =>
        Assert.Equal(BatchKey.Create("default", "scripted", "b1"), Check("b1").Key);

    [Fact]
    public void Whether_it_is_supported_comes_first()
    {
        _provider.IsUnsupported = true;
        _provider.NeedsKey = true;

        Assert.Equal(BatchFaultCode.UnsupportedOperation, Check("not/valid").Fault!.Code);
    }

    [Fact]
    public void Whether_the_id_is_valid_comes_before_whether_the_provider_is_configured()
    {
        _provider.NeedsKey = true;

        Assert.Equal(BatchFaultCode.InvalidBatchId, Check("not/valid").Fault!.Code);
        Assert.Equal(BatchFaultCode.ProviderNotConfigured, Check("b1").Fault!.Code);
    }

    [Fact]
    public void An_id_that_is_too_long_is_invalid() => Assert.Equal(BatchFaultCode.InvalidBatchId, Check(new string('b', 513)).Fault!.Code);

    [Fact]
    public async Task Over_the_grain_an_unknown_provider_is_named_with_those_that_are_known()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var admission = cluster.Orleans.Client.GetGrain<IBatchAdmission>(GrainId.Create("batch-admission", "0"));

        var unknown = await admission.Admit("default", new string('x', 100), "b1");
        var known = await admission.Admit("default", "scripted", "b1");

        Assert.Equal(BatchFaultCode.UnknownProvider, unknown.Fault!.Code);
        Assert.Contains("scripted", unknown.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', 33), unknown.Fault.Message, StringComparison.Ordinal);
        Assert.NotNull(known.Key);
        Assert.Contains("scripted", await admission.Providers());
        Assert.Equal(0, cluster.Provider.Calls);
    }

    private BatchAdmission Check(string id) => BatchAdmissionGrain.Check(_provider, "default", id, new ProviderOptions(), []);
}
