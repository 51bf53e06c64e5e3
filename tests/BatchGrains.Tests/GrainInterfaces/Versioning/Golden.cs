namespace BatchGrains.Tests.GrainInterfaces.Versioning;

/// <summary>Files that say how things were, kept inside the test assembly.</summary>
internal static class Golden
{
    public static string Text(string name)
    {
        using var stream = typeof(Golden).Assembly.GetManifestResourceStream(typeof(Golden), name)
            ?? throw new FileNotFoundException("Not embedded.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
