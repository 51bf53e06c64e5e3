namespace ClusterRun;

/// <summary>The whole run: fault after fault under load, then everything down and up again.</summary>
internal sealed class Run(Uri address, Containers containers) : IAsyncDisposable
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    private readonly Front _front = new(address);
    private readonly List<string> _broken = [];

    /// <summary>Prints the table, and answers whether everything held that must.</summary>
    public async Task<bool> RunAsync()
    {
        await UntilReadyAsync();
        var traffic = new Traffic(_front);
        traffic.Start();
        // Every batch is seen once before anything is measured.
        await Task.Delay(Calm);

        Console.WriteLine();
        Console.WriteLine(Row.Header);
        using (var simulator = new Simulator(await containers.AddressOfAsync("simulator")))
        {
            foreach (var fault in Fault.All(containers, _front))
            {
                await MeasureAsync(fault, traffic, simulator);
            }
        }

        await traffic.StopAsync();
        var finals = new FinalStates(traffic.Answers);
        _broken.AddRange(finals.Changed.Select(change => $"A final batch was told differently: {change}."));
        await StartAnewAsync(finals);
        foreach (var broken in _broken)
        {
            Console.WriteLine(broken);
        }

        return _broken.Count == 0;
    }

    public ValueTask DisposeAsync()
    {
        _front.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task MeasureAsync(Fault fault, Traffic traffic, Simulator simulator)
    {
        var callsBefore = await simulator.CallsAsync();
        var incident = new Incident(traffic);
        await fault.RunAsync(incident);
        await Task.Delay(Calm);
        incident.Until = traffic.Now;
        var row = Row.Of(fault.Name, incident, traffic.Answers, await simulator.CallsAsync() - callsBefore);
        Console.WriteLine(row);
        var reasons = traffic.Answers
            .Where(answer => answer.Failure is not null && answer.At >= incident.From && answer.At < incident.Until)
            .GroupBy(answer => answer.Failure!)
            .OrderByDescending(group => group.Count());
        foreach (var reason in reasons.Take(3))
        {
            Console.WriteLine($"    {reason.Count()} × {reason.Key[..Math.Min(reason.Key.Length, 200)]}");
        }

        if (row.NotAllowed > 0)
        {
            _broken.Add($"While {fault.Name}: {row.NotAllowed} requests failed that had to be answered.");
        }

        if (row.Overdue > 0)
        {
            _broken.Add($"While {fault.Name}: {row.Overdue} snapshots were older than their schedule and the outage explain.");
        }
    }

    private async Task StartAnewAsync(FinalStates finals)
    {
        await containers.ComposeAsync("down", "--timeout", "45");
        await containers.ComposeAsync("up", "-d");
        await UntilReadyAsync();
        // It has forgotten all lives: a batch that is asked for again would be another one.
        using var simulator = new Simulator(await containers.AddressOfAsync("simulator"));
        var failed = 0;
        foreach (var (batch, tag) in finals.Tags)
        {
            var (failure, etag, _, _) = await _front.AskAsync(batch, null, 0, CancellationToken.None);
            if (failure is not null)
            {
                failed++;
                _broken.Add($"After the restart of everything {batch.Id} failed: {failure}.");
            }
            else if (etag != tag)
            {
                _broken.Add($"After the restart of everything {batch.Id} was told differently: {tag}, later {etag}.");
            }
        }

        var asked = await simulator.AskedForAsync(finals.Tags.Keys);
        _broken.AddRange(asked.Select(id => $"After the restart of everything a provider was asked for {id}, which was final."));
        Console.WriteLine($"{"everything down and up",-33}{finals.Tags.Count,10}{failed,8}{failed,13}{"",30}{asked.Count,16}");
        Console.WriteLine($"{finals.Tags.Count} of {PolledBatch.All.Count} batches were final.");
    }

    private async Task UntilReadyAsync()
    {
        foreach (var service in (string[])["silo", "api"])
        {
            foreach (var container in await containers.OfAsync(service))
            {
                await containers.UntilHealthyAsync(container);
            }
        }
    }
}
