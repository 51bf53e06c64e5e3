using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Providers.Credentials;

namespace BatchGrains.Tests.Providers.Credentials;

/// <summary>A service account's file, and a token endpoint that checks the assertion as Google documents it.</summary>
public sealed class GoogleTokensTests : IDisposable
{
    private const string TokenUri = "http://token.test/token";

    private readonly RSA _key = RSA.Create(2048);
    private readonly string _file = Path.GetTempFileName();

    public GoogleTokensTests() => WriteAccount(_file, "batch");

    public void Dispose()
    {
        File.Delete(_file);
        _key.Dispose();
    }

    [Fact]
    public async Task A_service_account_trades_a_signed_assertion_for_a_token_once()
    {
        using var endpoint = new TokenEndpoint((200, """{"access_token":"ya29.token","expires_in":3599,"token_type":"Bearer"}"""));
        var tokens = new GoogleTokens(endpoint, TimeProvider.System);
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tokens.GetAsync(Account(_file), TestContext.Current.CancellationToken).AsTask()));
        Assert.All(all, token => Assert.Equal("ya29.token", token.Value));
        var (address, form) = Assert.Single(endpoint.Requests);
        Assert.Equal(TokenUri, address);
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"]);
        var parts = form["assertion"]!.Split('.');
        Assert.True(_key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var claims = AdapterProbe.Json(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])));
        Assert.Equal("batch@my-project.iam.gserviceaccount.com", claims.GetProperty("iss").GetString());
        Assert.Equal("https://www.googleapis.com/auth/cloud-platform", claims.GetProperty("scope").GetString());
        Assert.Equal("https://oauth2.googleapis.com/token", claims.GetProperty("aud").GetString());
    }

    [Theory]
    [InlineData(3599, 1)]
    [InlineData(60, 2)]
    public async Task A_token_is_kept_until_shortly_before_it_expires(int lifetime, int requests)
    {
        using var endpoint = new TokenEndpoint((200, $$"""{"access_token":"ya29.token","expires_in":{{lifetime}},"token_type":"Bearer"}"""));
        var tokens = new GoogleTokens(endpoint, TimeProvider.System);
        await tokens.GetAsync(Account(_file), TestContext.Current.CancellationToken);
        await tokens.GetAsync(Account(_file), TestContext.Current.CancellationToken);
        Assert.Equal(requests, endpoint.Requests.Count);
    }

    [Fact]
    public async Task The_token_goes_with_the_request()
    {
        using var endpoint = new TokenEndpoint((200, """{"access_token":"ya29.token","expires_in":3599,"token_type":"Bearer"}"""));
        using var stub = new StubbedHttp((200, """{"name":"projects/1/locations/us-central1/batchPredictionJobs/7","state":"JOB_STATE_RUNNING"}"""));
        var answer = await new VertexProvider(stub.Http, new GoogleTokens(endpoint, TimeProvider.System)).RetrieveAsync(
            Account(_file), "projects/p-1/locations/us-central1/batchPredictionJobs/7", TestContext.Current.CancellationToken);
        Assert.Equal(BatchStatus.InProgress, answer.Batch!.Status);
        Assert.Equal("Bearer ya29.token", Assert.Single(stub.Requests).Headers.Authorization!.ToString());
    }

    [Fact]
    public async Task A_refusal_names_its_code_and_no_secret()
    {
        using var endpoint = new TokenEndpoint((400, """{"error":"invalid_grant","error_description":"Invalid JWT Signature for batch@my-project."}"""));
        using var stub = new StubbedHttp((200, "{}"));
        var answer = await new VertexProvider(stub.Http, new GoogleTokens(endpoint, TimeProvider.System)).RetrieveAsync(
            Account(_file), "projects/p-1/locations/us-central1/batchPredictionJobs/7", TestContext.Current.CancellationToken);
        Assert.Equal(BatchFaultCode.ProviderAuthFailed, answer.Fault!.Code);
        Assert.Contains("invalid_grant", answer.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("my-project", answer.Fault.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_token_endpoint_that_can_not_be_reached_is_an_error_of_the_provider()
    {
        using var endpoint = new TokenEndpoint(new HttpRequestException("refused"));
        Assert.Equal(BatchFaultCode.ProviderError, await FaultCodeAsync(new GoogleTokens(endpoint, TimeProvider.System), _file));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_refusal_and_is_looked_for_again()
    {
        using var endpoint = new TokenEndpoint((200, """{"access_token":"ya29.token","expires_in":3599,"token_type":"Bearer"}"""));
        var tokens = new GoogleTokens(endpoint, TimeProvider.System);
        var late = _file + ".late";
        Assert.Equal(BatchFaultCode.ProviderAuthFailed, await FaultCodeAsync(tokens, late));
        File.Copy(_file, late);
        try
        {
            Assert.Equal("ya29.token", (await tokens.GetAsync(Account(late), TestContext.Current.CancellationToken)).Value);
        }
        finally
        {
            File.Delete(late);
        }
    }

    [Fact]
    public async Task A_file_that_is_replaced_is_read_again()
    {
        using var endpoint = new TokenEndpoint((200, """{"access_token":"ya29.token","expires_in":3599,"token_type":"Bearer"}"""));
        var tokens = new GoogleTokens(endpoint, TimeProvider.System);
        await tokens.GetAsync(Account(_file), TestContext.Current.CancellationToken);

        WriteAccount(_file, "rotated");
        File.SetLastWriteTimeUtc(_file, File.GetLastWriteTimeUtc(_file).AddSeconds(1));
        await tokens.GetAsync(Account(_file), TestContext.Current.CancellationToken);
        await tokens.GetAsync(Account(_file), TestContext.Current.CancellationToken);

        Assert.Equal(["batch", "rotated"], endpoint.Issuers);
    }

    [Fact]
    public async Task A_Kubernetes_secret_that_is_rotated_is_read_again()
    {
        // The mounted file is a link through a link to a directory, and only the latter is replaced.
        var mount = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(mount.FullName, "key.json");
            Publish(mount, 1, "batch");
            File.CreateSymbolicLink(file, Path.Combine("..data", "key.json"));
            using var endpoint = new TokenEndpoint((200, """{"access_token":"ya29.token","expires_in":3599,"token_type":"Bearer"}"""));
            var tokens = new GoogleTokens(endpoint, TimeProvider.System);
            await tokens.GetAsync(Account(file), TestContext.Current.CancellationToken);

            Publish(mount, 2, "rotated");
            await tokens.GetAsync(Account(file), TestContext.Current.CancellationToken);

            Assert.Equal(["batch", "rotated"], endpoint.Issuers);
        }
        finally
        {
            mount.Delete(recursive: true);
        }
    }

    private void Publish(DirectoryInfo mount, int version, string name)
    {
        var written = mount.CreateSubdirectory($"..{version}");
        var file = Path.Combine(written.FullName, "key.json");
        WriteAccount(file, name);
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(version));
        var data = new DirectoryInfo(Path.Combine(mount.FullName, "..data"));
        if (data.Exists)
        {
            data.Delete();
        }

        data.CreateAsSymbolicLink(written.Name);
    }

    private void WriteAccount(string file, string name) => File.WriteAllText(file, JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["type"] = "service_account",
        ["project_id"] = "my-project",
        ["private_key_id"] = "key-1",
        ["private_key"] = _key.ExportPkcs8PrivateKeyPem(),
        ["client_email"] = $"{name}@my-project.iam.gserviceaccount.com",
        ["client_id"] = "1",
        ["token_uri"] = TokenUri,
    }));

    private static ProviderAccount Account(string file) => AdapterProbe.Account("vertex", credentials: new AccountOptions { CredentialsFile = file });

    private static async Task<BatchFaultCode> FaultCodeAsync(GoogleTokens tokens, string file) =>
        (await tokens.GetAsync(Account(file), TestContext.Current.CancellationToken)).Fault!.Code;

    private sealed class TokenEndpoint((int Status, string Body) answer, Exception? failure = null) : HttpMessageHandler, IHttpMessageHandlerFactory
    {
        public TokenEndpoint(Exception failure)
            : this((0, ""), failure)
        {
        }

        public List<(string Address, System.Collections.Specialized.NameValueCollection Form)> Requests { get; } = [];

        /// <summary>The names of the service accounts that asked, in turn.</summary>
        public IEnumerable<string> Issuers => Requests.Select(request =>
        {
            var claims = Base64Url.DecodeFromChars(request.Form["assertion"]!.Split('.')[1]);
            return AdapterProbe.Json(Encoding.UTF8.GetString(claims)).GetProperty("iss").GetString()!.Split('@')[0];
        });

        public HttpMessageHandler CreateHandler(string name) => this;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (failure is not null)
            {
                throw failure;
            }

            Requests.Add((request.RequestUri!.AbsoluteUri, HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken))));
            return new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new StringContent(answer.Body, Encoding.UTF8, "application/json") };
        }
    }
}
