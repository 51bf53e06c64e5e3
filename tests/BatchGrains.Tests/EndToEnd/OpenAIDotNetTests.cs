// The SDK calls its batch client experimental; it is the one there is.
#pragma warning disable OPENAI001
using System.ClientModel;
using OpenAI.Batch;

namespace BatchGrains.Tests.EndToEnd;

public sealed class OpenAIDotNetTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task Probe()
    {
        var client = new BatchClient(new ApiKeyCredential("caller-key"), new() { Endpoint = new Uri(service.Address, "/v1?provider=anthropic") });
        var operation = await CreateBatchOperation.RehydrateAsync(client, "msgbatch_endedx1", TestContext.Current.CancellationToken);
        TestContext.Current.SendDiagnosticMessage(operation.GetRawResponse().Content.ToString());
        Assert.Fail(operation.GetRawResponse().Content.ToString() + operation.HasCompleted);
    }
}
