using System.Net;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>A tenant with accounts in two projects, of which only the second holds the jobs.</summary>
public sealed class TwoProjectsTests(TwoProjectsTests.TwoProjects service) : IClassFixture<TwoProjectsTests.TwoProjects>
{
    [Fact]
    public async Task A_number_alone_is_looked_for_in_the_project_of_each_account()
    {
        var id = service.Simulator.Id("vertex", "JOB_STATE_SUCCEEDED");

        var answer = await service.GetBatchAsync("vertex", id);

        Assert.Equal((HttpStatusCode.OK, "completed"), (answer.Status, (string?)answer.Body["status"]));
        Assert.EndsWith($"/batchPredictionJobs/{id}", (string?)answer.Body["id"], StringComparison.Ordinal);
        Assert.Equal(2, service.Simulator.Calls("vertex", id));
    }

    public sealed class TwoProjects : Service
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings()
        {
            var file = Catalog["vertex"].Settings["Accounts:0:CredentialsFile"];
            return
            [
                new("Providers:vertex:BaseUrl", Catalog["vertex"].Settings["BaseUrl"]),
                .. Account(0, "another-project", file),
                .. Account(1, "sim-project", file),
            ];
        }

        private static KeyValuePair<string, string>[] Account(int number, string project, string file) =>
        [
            new($"Providers:vertex:Accounts:{number}:ProjectId", project),
            new($"Providers:vertex:Accounts:{number}:Location", "us-central1"),
            new($"Providers:vertex:Accounts:{number}:CredentialsFile", file),
        ];
    }
}
