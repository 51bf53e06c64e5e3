using System.Net;
using Azure;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Orleans.Storage;

namespace BatchGrains.Tests.Storage;

/// <summary>What Azurite never does: lost answers, refusals, proxies, and Azure's own codes where the two differ.</summary>
public sealed class AzureBlobFaultTests
{
    private static readonly GrainId Id = GrainId.Create("t", "key");

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conditional_write_whose_answer_is_lost_is_not_sent_again()
    {
        var service = Service(_ => throw new HttpRequestException("reset"));
        var storage = await service.StartAsync(Ended);
        var state = new GrainState<Note>(new Note(), "\"0x1\"") { RecordExists = true };
        await Assert.ThrowsAsync<RequestFailedException>(() => storage.WriteStateAsync("s", Id, state));
        Assert.Single(Blobs(service));
        Assert.Equal("\"0x1\"", state.ETag);
    }

    [Fact]
    public async Task A_conditional_write_that_the_service_was_too_busy_to_do_is_sent_three_times()
    {
        var service = Service(_ => BlobEndpoint.Response(HttpStatusCode.ServiceUnavailable, "ServerBusy"));
        var storage = await service.StartAsync(Ended);
        var fault = await Assert.ThrowsAsync<RequestFailedException>(
            () => storage.WriteStateAsync("s", Id, new GrainState<Note>(new Note())));
        Assert.Equal(503, fault.Status);
        Assert.Equal(3, Blobs(service).Count());
    }

    [Fact]
    public async Task A_write_that_may_have_been_done_is_not_sent_again()
    {
        var service = Service(_ => BlobEndpoint.Response(HttpStatusCode.InternalServerError, "OperationTimedOut"));
        var storage = await service.StartAsync(Ended);
        await Assert.ThrowsAsync<RequestFailedException>(() => storage.WriteStateAsync("s", Id, new GrainState<Note>(new Note())));
        Assert.Single(Blobs(service));
    }

    [Fact]
    public async Task A_read_is_tried_three_times_and_then_fails_and_leaves_the_state_alone()
    {
        var service = Service(_ => BlobEndpoint.Response(HttpStatusCode.InternalServerError));
        var storage = await service.StartAsync(Ended);
        var state = new GrainState<Note>(new Note { Text = "kept" }, "kept") { RecordExists = true };
        await Assert.ThrowsAsync<RequestFailedException>(() => storage.ReadStateAsync("s", Id, state));
        Assert.Equal(3, Blobs(service).Count());
        Assert.Equal(("kept", "kept", true), (state.State!.Text, state.ETag, state.RecordExists));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task An_answer_that_does_not_say_that_the_blob_is_missing_is_not_a_missing_record(HttpStatusCode status)
    {
        var service = Service(_ => BlobEndpoint.Response(status));
        var storage = await service.StartAsync(Ended);
        await Assert.ThrowsAsync<RequestFailedException>(() => storage.ReadStateAsync("s", Id, new GrainState<Note>(new Note())));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "BlobNotFound")]
    [InlineData(HttpStatusCode.PreconditionFailed, "ConditionNotMet")]
    [InlineData(HttpStatusCode.Conflict, "BlobAlreadyExists")]
    public async Task Every_way_to_refuse_a_condition_is_an_inconsistent_state(HttpStatusCode status, string code)
    {
        var service = Service(_ => BlobEndpoint.Response(status, code));
        var storage = await service.StartAsync(Ended);
        var state = new GrainState<Note>(new Note { Text = "kept" }, "\"0x1\"") { RecordExists = true };
        foreach (var operation in new Func<string, GrainId, IGrainState<Note>, Task>[] { storage.WriteStateAsync, storage.ClearStateAsync })
        {
            var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => operation("s", Id, state));
            Assert.Equal("\"0x1\"", conflict.CurrentEtag);
            Assert.Equal(status, (HttpStatusCode)Assert.IsType<RequestFailedException>(conflict.InnerException).Status);
            Assert.Equal(("kept", "\"0x1\"", true), (state.State!.Text, state.ETag, state.RecordExists));
        }
    }

    [Fact]
    public async Task A_container_that_is_being_deleted_is_an_outage_and_not_a_conflict()
    {
        var service = Service(_ => BlobEndpoint.Response(HttpStatusCode.Conflict, "ContainerBeingDeleted"));
        var storage = await service.StartAsync(Ended);
        await Assert.ThrowsAsync<RequestFailedException>(() => storage.WriteStateAsync("s", Id, new GrainState<Note>(new Note())));
    }

    [Fact]
    public async Task A_container_that_stays_missing_is_made_once_and_then_the_write_fails()
    {
        var service = Service(_ => BlobEndpoint.Response(HttpStatusCode.NotFound, "ContainerNotFound"));
        var storage = await service.StartAsync(Ended);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("s", Id, new GrainState<Note>(new Note())));
        Assert.Equal(2, Blobs(service).Count());
    }

    [Fact]
    public async Task Cancelling_a_read_cancels_its_request()
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = new BlobEndpoint(async (request, cancellation) =>
        {
            if (IsContainer(request))
            {
                return BlobEndpoint.Response(HttpStatusCode.Created);
            }

            sent.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        });
        IGrainStorage storage = await service.StartAsync(Ended);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Ended);
        var read = storage.ReadStateAsync("s", Id, new GrainState<Note>(new Note()), cancellation.Token);
        await sent.Task.WaitAsync(TimeSpan.FromSeconds(60), Ended);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task A_start_waits_for_storage_that_is_briefly_absent()
    {
        var asked = 0;
        var service = BlobEndpoint.Answering(_ => Interlocked.Increment(ref asked) switch
        {
            <= 3 => throw new HttpRequestException("refused"),
            4 => BlobEndpoint.Response(HttpStatusCode.ServiceUnavailable, "ServerBusy"),
            5 => throw new TaskCanceledException("slow"),
            6 => BlobEndpoint.Response(HttpStatusCode.Conflict, "ContainerBeingDeleted"),
            _ => BlobEndpoint.Response(HttpStatusCode.Created),
        });
        await service.StartAsync(Ended);
        Assert.Equal(7, asked);
        Assert.Contains(service.Log.Collector.GetSnapshot(), record => record.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task A_start_waits_no_longer_than_it_may()
    {
        using var stage = CancellationTokenSource.CreateLinkedTokenSource(Ended);
        var service = BlobEndpoint.Answering(_ => throw new HttpRequestException("refused"));
        var collector = FakeLogCollector.Create(new FakeLogCollectorOptions { OutputSink = line => EndOnWarning(line, stage) });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            service.StartAsync(stage.Token, new FakeLogger<AzureBlobGrainStorage>(collector)).WaitAsync(TimeSpan.FromSeconds(60), Ended));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "AuthenticationFailed")]
    [InlineData(HttpStatusCode.BadRequest, "InvalidResourceName")]
    public async Task A_start_fails_at_once_where_waiting_cannot_help(HttpStatusCode status, string code)
    {
        var service = BlobEndpoint.Answering(_ => BlobEndpoint.Response(status, code));
        var fault = await Assert.ThrowsAsync<RequestFailedException>(() => service.StartAsync(Ended));
        Assert.Equal(code, fault.ErrorCode);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task No_log_holds_what_is_stored()
    {
        var service = Service(_ => BlobEndpoint.Response(HttpStatusCode.InternalServerError));
        var storage = await service.StartAsync(Ended);
        var state = new GrainState<Note>(new Note { Text = "confidential" });
        await Assert.ThrowsAsync<RequestFailedException>(() => storage.WriteStateAsync("s", Id, state));
        Assert.DoesNotContain(
            service.Log.Collector.GetSnapshot(),
            record => $"{record.Message}{record.Exception}".Contains("confidential", StringComparison.Ordinal));
    }

    private static void EndOnWarning(string line, CancellationTokenSource stage)
    {
        if (line.Contains("waits for container", StringComparison.Ordinal))
        {
            stage.Cancel();
        }
    }

    private static BlobEndpoint Service(Func<HttpRequestMessage, HttpResponseMessage> blobs) => BlobEndpoint.Answering(
        request => IsContainer(request) ? BlobEndpoint.Response(HttpStatusCode.Created) : blobs(request));

    private static bool IsContainer(HttpRequestMessage request) =>
        request.RequestUri!.Query.Contains("restype=container", StringComparison.Ordinal);

    private static IEnumerable<HttpRequestMessage> Blobs(BlobEndpoint service) => service.Requests.Where(request => !IsContainer(request));
}
