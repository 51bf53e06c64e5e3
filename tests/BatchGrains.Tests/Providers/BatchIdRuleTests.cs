using System.Text.RegularExpressions;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class BatchIdRuleTests
{
    [Theory]
    [InlineData("batch_1", true)]
    [InlineData("batch_1\n", false)]
    [InlineData("xbatch_1", false)]
    [InlineData("batch_1x", false)]
    public void The_whole_id_must_fit_whatever_the_pattern_says_of_its_ends(string id, bool valid)
    {
        Assert.Equal(valid ? id : null, BatchIdRule.Check(id, new Regex("^batch_[0-9]$"), "rule").Canonical);
        Assert.Equal(valid ? id : null, BatchIdRule.Check(id, new Regex("batch_[0-9]"), "rule").Canonical);
    }

    [Theory]
    [InlineData("acme/job", true)]
    [InlineData("acme/..", false)]
    [InlineData("./job", false)]
    [InlineData("acme//job", false)]
    [InlineData("acme/job?x", false)]
    [InlineData("acme/j%2fb", false)]
    [InlineData("/", false)]
    public void Each_part_between_slashes_must_be_a_segment(string id, bool valid) =>
        Assert.Equal(valid ? "JOB" : null, BatchIdRule.Check(id, new Regex(".*"), "rule", _ => "JOB").Canonical);
}
