namespace ProviderSimulator;

/// <summary>From a request to a provider's answer: the route, the credentials, a script or drawn fault, and at last what the id says.</summary>
internal sealed class ProviderRoutes(
    SimulatedProviders providers, CallLog calls, SimulatedLife lives, Faults faults, SimulatorControl control, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            var reply = await ReplyAsync(SimulatedRequest.Read(context));
            await reply.WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller gave up, which is what a slow answer is for.
        }
    }

    private async Task<Reply> ReplyAsync(SimulatedRequest request)
    {
        if (providers.Find(request.Provider) is not { } provider)
            return Reply.Text(404, $"There is no provider '{request.Provider}' here.\n");
        if (await provider.OtherRouteAsync(request) is { } other) return other;
        if (request.Http.Request.Method != HttpMethods.Get) return Reply.Text(405, "Method Not Allowed\n");
        if (provider.ReadId(request) is not { } id) return provider.Refuse(request) ?? provider.WrongPath(request);

        calls.Add(provider.Name, id);
        request = request.WithId(id);
        if (provider.Refuse(request) is { } refusal) return refusal;
        if (faults.Draw() is { } drawn) return await faults.AnswerAsync(drawn, provider, request);
        return control.Scripted(provider.Name, id) is { } script
            ? await ScriptedAsync(script, provider, request)
            : await AnswerAsync(provider.Ids.Read(id), provider, request);
    }

    private async Task<Reply> ScriptedAsync(ScriptedAnswer script, ISimulatedProvider provider, SimulatedRequest request)
    {
        var reply = await AnswerAsync(provider.Ids.Vocabulary.Find(script.Fault ?? script.Word ?? ""), provider, request);
        return script.RetryAfterSeconds is { } seconds ? reply.With("Retry-After", $"{seconds}") : reply;
    }

    private async Task<Reply> AnswerAsync(Meaning? meaning, ISimulatedProvider provider, SimulatedRequest request)
    {
        var figures = new BatchFigures(request.Id);
        switch (meaning?.Kind)
        {
            case MeaningKind.State:
                return provider.State(meaning.Word, figures, request);
            case MeaningKind.Life:
                var share = lives.Share(provider.Name, request.Id, meaning.Parameter);
                return provider.State(SimulatedLife.Word(provider.Life, share), figures.At(share), request);
            case MeaningKind.Delay:
                await Task.Delay(TimeSpan.FromMilliseconds(meaning.Parameter), time, request.Http.RequestAborted);
                return provider.State(SimulatedLife.Word(provider.Life, figures.Share), figures, request);
            case MeaningKind.Fault:
                return await faults.AnswerAsync(meaning.Word, provider, request);
            default:
                return provider.Fault("notfound", request);
        }
    }
}
