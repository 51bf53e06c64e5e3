namespace BatchGrains.Tests.EndToEnd;

/// <summary>Where the sources are, seen from the folder that the tests were built into.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) => folder is null ? throw new InvalidOperationException("The tests run outside of their repository.")
        : File.Exists(System.IO.Path.Combine(folder.FullName, "BatchGrains.sln")) ? folder.FullName
        : Find(folder.Parent);
}
