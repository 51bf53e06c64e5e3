namespace BatchGrains.Tests.GrainInterfaces;

/// <summary>The guides show code that is built and run: the sample's.</summary>
public sealed class GuideTests
{
    private static readonly Lazy<string> Sample = new(() => string.Join("\n\n", Directory
        .GetFiles(Path.Combine(Root(), "tests", "Sample.WaitForBatch"), "*.cs")
        .Select(file => Plain(File.ReadAllText(file)))));

    public static TheoryData<string, string> Snippets
    {
        get
        {
            var snippets = new TheoryData<string, string>();
            foreach (var guide in (string[])["docs/grain-callers.md", "grain-interfaces/README.md"])
            {
                foreach (var part in File.ReadAllText(Path.Combine(Root(), guide)).ReplaceLineEndings("\n").Split("```csharp\n").Skip(1))
                {
                    snippets.Add(guide, part[..part.IndexOf("```", StringComparison.Ordinal)]);
                }
            }

            return snippets;
        }
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Code_in_a_guide_is_code_of_the_sample(string guide, string code)
    {
        Assert.NotEmpty(guide);
        Assert.Contains(Plain(code), Sample.Value, StringComparison.Ordinal);
    }

    // Guides are less indented than the sample.
    private static string Plain(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())).Trim();

    private static string Root()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(here.FullName, "BatchGrains.sln")))
        {
            here = here.Parent ?? throw new DirectoryNotFoundException("Run the tests inside the repository.");
        }

        return here.FullName;
    }
}
