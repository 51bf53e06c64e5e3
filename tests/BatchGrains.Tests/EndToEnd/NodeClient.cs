using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>
/// OpenAI's client for Node, installed as its lock file says: once for each lock file, into the user's cache.
/// </summary>
public sealed class NodeClient : IAsyncLifetime
{
    private const int Attempts = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string Sources = Path.Combine(RepositoryFolder.Path, "tests", "BatchGrains.Tests", "EndToEnd", "node");

    private string? _folder;

    /// <summary>Why there is none; null when there is.</summary>
    internal string? Missing { get; private set; }

    public async ValueTask InitializeAsync()
    {
        try
        {
            await RunAsync("node", ["--version"], Sources, "");
            _folder = await InstallAsync();
        }
        catch (Win32Exception)
        {
            Missing = "Node.js is not installed: install node and npm (version 20 or later).";
        }
        catch (InvalidOperationException failed)
        {
            Missing = $"npm could not install OpenAI's client: {failed.Message}";
        }
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>Retrieves the batches, all at once.</summary>
    /// <param name="baseUrl">The client's base URL.</param>
    /// <param name="batches">What to ask for, and with which key.</param>
    /// <param name="maxRetries">How often the client asks again by itself, at times that Retry-After tells.</param>
    internal async Task<JsonNode[]> RetrieveAsync(Uri baseUrl, IEnumerable<(string Provider, string Id, string Key)> batches, int maxRetries = 0)
    {
        var question = JsonSerializer.Serialize(new
        {
            baseURL = baseUrl,
            maxRetries,
            batches = batches.Select(batch => new { provider = batch.Provider, id = batch.Id, apiKey = batch.Key }),
        });
        var answer = await RunAsync("node", ["retrieve.mjs"], _folder!, question);
        return [.. JsonNode.Parse(answer)!.AsArray().Select(result => result!)];
    }

    private static async Task<string> InstallAsync()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } profile ? profile : Path.GetTempPath();
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set ? set : Path.Combine(home, ".cache");
        var version = Convert.ToHexStringLower(SHA256.HashData(
            [.. Directory.EnumerateFiles(Sources).Order(StringComparer.Ordinal).SelectMany(File.ReadAllBytes)]))[..16];
        var folder = Path.Combine(cache, "batchgrains", $"openai-node-{version}");
        if (Directory.Exists(folder))
        {
            return folder;
        }

        // Two runs may install at once: each into a folder of its own, and the first to be ready gives it the name.
        var fresh = Directory.CreateDirectory($"{folder}.{Guid.NewGuid():n}").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Sources))
            {
                File.Copy(file, Path.Combine(fresh, Path.GetFileName(file)));
            }

            await InstallAsync(fresh);
            Directory.Move(fresh, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // The other was first.
        }
        finally
        {
            if (Directory.Exists(fresh))
            {
                Directory.Delete(fresh, recursive: true);
            }
        }

        return folder;
    }

    private static async Task InstallAsync(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"], folder, "");
                return;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Networks fail for a moment; npm itself waits between attempts of its own.
            }
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string folder, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} did not end within {Patience.TotalMinutes} minutes.");
        }

        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
    }
}
