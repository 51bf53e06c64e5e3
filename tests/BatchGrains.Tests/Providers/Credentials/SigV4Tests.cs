using Amazon.Runtime;
using BatchGrains.Grains.Providers.Credentials;

namespace BatchGrains.Tests.Providers.Credentials;

/// <summary>AWS's published examples of Signature Version 4, with the credentials that its documents use.</summary>
public sealed class SigV4Tests
{
    private static readonly ImmutableCredentials Example = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);

    private static readonly DateTimeOffset At = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Fact]
    public void The_walk_through_of_the_general_reference_gives_its_signature()
    {
        var headers = SigV4.Headers(
            new Uri("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"), Example, "us-east-1", "iam", At,
            KeyValuePair.Create("content-type", "application/x-www-form-urlencoded; charset=utf-8"));
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            headers["Authorization"]);
        Assert.Equal("20150830T123600Z", headers["x-amz-date"]);
        Assert.DoesNotContain("host", headers.Keys);
    }

    [Theory]
    [InlineData("https://example.amazonaws.com/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("https://example.amazonaws.com/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    public void The_test_suite_gives_its_signatures(string address, string signature) => Assert.EndsWith(
        "SignedHeaders=host;x-amz-date, Signature=" + signature,
        SigV4.Headers(new Uri(address), Example, "us-east-1", "service", At)["Authorization"],
        StringComparison.Ordinal);
}
