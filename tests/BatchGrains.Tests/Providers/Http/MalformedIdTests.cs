using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Tests.Providers.Http;

public sealed class MalformedIdTests
{
    [Theory]
    [InlineData("""{"error":{"message":"wrong","param":"batch_id"}}""", true)]
    [InlineData("""{"error":{"message":"wrong","param":"Batch_ID"}}""", true)]
    [InlineData("""{"error":{"message":"wrong","param":"prediction_id"}}""", true)]
    [InlineData("""{"error":"Validation of path parameters failed: id is not a UUID"}""", true)]
    [InlineData("""{"detail":"- prediction_id: Does not match pattern"}""", true)]
    [InlineData("""{"message":"invalid batch id"}""", true)]
    [InlineData("""{"detail":[{"loc":["path","batch_id"],"msg":"String should have at most 64 characters"}]}""", true)]
    [InlineData("""{"error":"The X-Runway-Version header is required."}""", false)]
    [InlineData("""{"error":"Invalid request"}""", false)]
    [InlineData("""{"error":"No job with this id"}""", false)]
    [InlineData("""{"error":{"message":"wrong","param":"limit"}}""", false)]
    [InlineData("""{"detail":[{"loc":["header","batch_id_of"],"msg":"invalid"}]}""", false)]
    [InlineData("""{}""", false)]
    public void A_complaint_of_the_ids_form_is_told_from_others(string body, bool expected)
    {
        var error = new UpstreamError { Status = 400 }.Reading(AdapterProbe.Json(body));

        Assert.Equal(expected, error.CallsMalformed("id", "batch_id"));
        Assert.Equal(expected, (error with { Status = 422 }).CallsMalformed("id", "batch_id"));
        Assert.False((error with { Status = 500 }).CallsMalformed("id", "batch_id"));
    }

    [Theory]
    [InlineData("The provided ARN is invalid", "arn", true)]
    [InlineData("A warning: invalid header", "arn", false)]
    [InlineData("no batch found", "batch not found", false)]
    [InlineData("the Batch not found", "batch not found", true)]
    public void A_parameter_is_meant_by_its_whole_name(string message, string name, bool expected) =>
        Assert.Equal(expected, new UpstreamError { Status = 400, Message = message }.CallsMalformed(name));
}
