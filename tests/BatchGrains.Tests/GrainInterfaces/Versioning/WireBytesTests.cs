namespace BatchGrains.Tests.GrainInterfaces.Versioning;

/// <summary>What was written by an earlier build is read by this one, and the other way round.</summary>
public sealed class WireBytesTests
{
    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_is_written_as_ever(string name) =>
        Assert.Equal(Expected(name), Convert.ToHexString(Samples.All[name].Write()));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_written_is_read_whole(string name) =>
        Assert.Equal(Expected(name), Convert.ToHexString(Samples.All[name].ReadAndWrite(Convert.FromHexString(Expected(name)))));

    [Fact]
    public void The_exception_leaves_a_grain_with_its_fault()
    {
        var thrown = new BatchUnavailableException(Samples.Reading.Fault!, new TimeoutException("Too late."));

        var caught = Assert.IsType<BatchUnavailableException>(Samples.Serializer.Deserialize<Exception>(Samples.Serializer.SerializeToArray<Exception>(thrown)));

        Assert.Equal(Samples.Reading.Fault, caught.Fault);
        Assert.Equal("No answer.", caught.Message);
    }

    private static string Expected(string name) => Golden.Text("WireBytes.txt").ReplaceLineEndings("\n").Split('\n')
        .Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..];
}
