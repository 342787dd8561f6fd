using System.Net;
using System.Text;
using System.Text.Json;
using Cloze.Server;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>Every status that is no success, with its message.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(
        options => options with { MaxTexts = 3, MaxBodyBytes = 2000 });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("{", "The body is no JSON that can be read at line 1, byte 2, or names a field twice.")]
    [InlineData("", "The body is no JSON that can be read at line 1, byte 1, or names a field twice.")]
    [InlineData("""{"inputs":"a","inputs":"b"}""", "The body is no JSON that can be read, or names a field twice.")]
    [InlineData("[]", "The body is a list, expected an object.")]
    public async Task ABodyThatIsNoObjectIsRefused(string body, string detail)
    {
        (int status, JsonElement problem) = await _server.AskAsync("/v1/fill-mask", body);
        Assert.Equal(400, status);
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
        Assert.Equal("Bad Request", problem.GetProperty("title").GetString());
    }

    [Fact]
    public async Task AnErrorIsAProblemOfRfc9457()
    {
        using HttpResponseMessage response = await _server.PostAsync("/v1/fill-mask", "{}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await RunningServer.ReadAsync(response);
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.Equal("about:blank", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task OtherContentIsRefused()
    {
        using var content = new StringContent("""{"inputs":"a"}""", Encoding.UTF8, "text/plain");
        using HttpResponseMessage response = await _server.Client.PostAsync("/v1/fill-mask", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        JsonElement problem = await RunningServer.ReadAsync(response);
        Assert.Equal(
            "The content type is \"text/plain; charset=utf-8\", expected application/json.",
            problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("/nothing", 404, "Nothing is at /nothing.")]
    [InlineData("/v1/fill-mask", 405, "GET does not suit /v1/fill-mask, expected POST.")]
    public async Task APathOrMethodThatIsNotThereIsSaid(string path, int status, string detail)
    {
        using HttpResponseMessage response = await _server.Client.GetAsync(path);
        Assert.Equal(status, (int)response.StatusCode);
        JsonElement problem = await RunningServer.ReadAsync(response);
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("/v1/fill-mask", """{"inputs":"a","model":"other"}""")]
    [InlineData("/models/other", """{"inputs":"a"}""")]
    public async Task AModelThatIsNotServedIsNotFound(string path, string json)
    {
        (int status, JsonElement problem) = await _server.AskAsync(path, json);
        Assert.Equal(404, status);
        Assert.Equal("The model \"other\" is not served, but tiny.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task ATextThatIsTooLongIsRefusedUnlessItMayBeCut()
    {
        string text = $"[MASK] {string.Join(' ', Enumerable.Repeat("cat", 20))}";
        (int status, JsonElement problem) = await _server.AskAsync("/v1/fill-mask", $$"""{"inputs":["{{text}}"]}""");
        Assert.Equal(413, status);
        Assert.Equal("inputs[0] has 23 tokens, expected at most 16.", problem.GetProperty("detail").GetString());
        foreach (string path in (string[])["/v1/fill-mask", "/v1/score", "/embed"])
        {
            Assert.Equal(413, (await _server.AskAsync(path, $$"""{"inputs":"{{text}}"}""")).Status);
            Assert.Equal(200, (await _server.AskAsync(path, $$"""{"inputs":"{{text}}","truncate":true}""")).Status);
        }

        Assert.Equal(413, (await _server.AskAsync("/v1/tokenize", $$"""{"text":"{{text}}"}""")).Status);
        (_, JsonElement cut) = await _server.AskAsync("/v1/explain", $$"""{"text":"{{text}}","truncate":true}""");
        Assert.Equal(7, cut.GetProperty("tokens_cut").GetInt32());
    }

    [Fact]
    public async Task TooManyTextsAreRefused()
    {
        (int status, JsonElement problem) = await _server.AskAsync("/embed", """{"inputs":["a","a","a","a"]}""");
        Assert.Equal(413, status);
        Assert.Equal("inputs has 4 texts, expected at most 3.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task ABodyThatIsTooLargeIsRefused()
    {
        (int status, JsonElement problem) = await _server.AskAsync(
            "/embed", $$"""{"inputs":"{{new string('a', 2000)}}"}""");
        Assert.Equal(413, status);
        Assert.Equal("The body is larger than 2000 bytes.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task WhatHasNoAnswerInTimeIsUnavailable()
    {
        await using RunningServer slow = await RunningServer.StartAsync(
            options => options with { RequestTimeout = TimeSpan.FromMilliseconds(1), MaxTexts = 100_000 });
        string texts = string.Join(',', Enumerable.Repeat("\"the [MASK] sees a tree\"", 40_000));
        using HttpResponseMessage response = await slow.PostAsync("/v1/fill-mask", $$"""{"inputs":[{{texts}}]}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        JsonElement problem = await RunningServer.ReadAsync(response);
        Assert.Equal("No answer within 0 seconds.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("https://127.0.0.1:0", "The address is \"https://127.0.0.1:0\", expected http://HOST:PORT.")]
    [InlineData("localhost", "The address is \"localhost\", expected http://HOST:PORT.")]
    public void AnAddressThatMakesNoSenseIsRefused(string url, string message)
    {
        var options = new ServerOptions { Models = [new ServedFolder("m", "nowhere")], Urls = [url] };
        Assert.Equal(message, Assert.Throws<ClozeException>(() => ClozeServer.Build(options)).Message);
    }
}
