using System.Text.Json;
using System.Text.RegularExpressions;
using Cloze.Server;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>The document of the routes, its page, the figures and the log.</summary>
public sealed class DescriptionTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(
        options => options with
        {
            Models = [new ServedFolder("described", options.Models[0].Path)],
            LogRequests = RequestLog.Lines,
        });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task TheDocumentNamesEveryRoute()
    {
        JsonElement document = await _server.GetAsync("/openapi.json");
        Assert.StartsWith("3.", document.GetProperty("openapi").GetString());
        Assert.Equal(
            [
                "/embed", "/health", "/models/{name}", "/ready", "/v1/embeddings", "/v1/explain", "/v1/fill-mask",
                "/v1/models", "/v1/runs", "/v1/score", "/v1/tokenize",
            ],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        string all = document.GetRawText();
        Assert.Contains("\"oneOf\"", all);
        Assert.Contains("top_k", all);
        Assert.Contains("\"429\"", all);
    }

    [Theory]
    [InlineData("ProblemAnswer", "type title status detail error")]
    [InlineData("TokenAnswer", "position id token start end type special")]
    [InlineData("ScoreAnswer", "log_probability pseudo_perplexity tokens words")]
    [InlineData("ExplainAnswer", "model text chosen_by tokens explanation")]
    [InlineData("ExplainBody", "text")]
    [InlineData("EmbeddingsBody", "input")]
    public async Task WhatMayBeLeftOutIsNotCalledRequired(string type, string required)
    {
        JsonElement document = await _server.GetAsync("/openapi.json");
        Assert.Equal(
            required.Split(' '),
            Schema(document, type).GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task EveryFieldThatARouteReadsIsDescribed()
    {
        JsonElement document = await _server.GetAsync("/openapi.json");
        Assert.Equal(["top_k", "targets", "truncate"], Fields(document, "FillMaskParameters"));
        Assert.Equal(
            ["input", "model", "encoding_format", "dimensions", "normalize", "pooling", "layer", "truncate"],
            Fields(document, "EmbeddingsBody"));
        JsonElement forms = Schema(document, "PositionOrMask").GetProperty("oneOf");
        Assert.Equal("integer", forms[0].GetProperty("type").GetString());
        Assert.Equal(
            ["position", "kind", "input_id"],
            forms[1].GetProperty("properties").EnumerateObject().Select(field => field.Name));
        JsonElement runs = document.GetProperty("paths").GetProperty("/v1/runs").GetProperty("get");
        Assert.Equal("model", runs.GetProperty("parameters")[0].GetProperty("name").GetString());
        Assert.Equal(
            ["200", "401", "404"], runs.GetProperty("responses").EnumerateObject().Select(answer => answer.Name));
    }

    [Fact]
    public async Task TheReferenceLoadsNothingFromElsewhere()
    {
        using HttpResponseMessage response = await _server.Client.GetAsync("/reference/");
        string page = await response.Content.ReadAsStringAsync();
        Assert.Contains("<script", page);
        Assert.Empty(Regex.Matches(page, "(?:src|href)=\"(?:https?:)?//[^\"]*\"").Select(match => match.Value));
        Assert.Contains("connect-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single());
        Match script = Regex.Match(page, "src=\"([^\"]+)\"");
        using HttpResponseMessage file = await _server.Client.GetAsync(new Uri(
            new Uri(_server.Client.BaseAddress!, "/reference/"), script.Groups[1].Value));
        Assert.True(file.IsSuccessStatusCode, script.Value);
    }

    [Fact]
    public async Task TheFiguresCountTexts()
    {
        await _server.AskAsync("/v1/fill-mask", """{"inputs":["the [MASK]","a [MASK]"]}""");
        string figures = await _server.Client.GetStringAsync("/metrics");
        Assert.Matches("cloze_server_texts_total\\{[^}]*model=\"described\"[^}]*\\} 2", figures);
        Assert.Matches("cloze_server_texts_waiting[^{]*\\{[^}]*model=\"described\"[^}]*\\} 0", figures);
        Assert.Contains("http_server_request_duration_seconds", figures);
    }

    [Fact]
    public async Task TheLogHoldsNoText()
    {
        await _server.AskAsync("/v1/fill-mask", """{"inputs":"the [MASK] sees"}""");
        await _server.AskAsync("/v1/fill-mask", """{"inputs":"the secret"}""");
        await WaitForAsync("400");
        Assert.Matches(" info POST /v1/fill-mask 200 [0-9.]+ ms", _server.Log.ToString());
        Assert.DoesNotContain("sees", _server.Log.ToString());
        Assert.DoesNotContain("secret", _server.Log.ToString());
    }

    [Fact]
    public async Task TheLogHoldsTextsWhereThatIsAsked()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            options => options with { LogRequests = RequestLog.Texts });
        await server.AskAsync("/v1/fill-mask", """{"inputs":"the [MASK] sees"}""");
        for (int i = 0; i < 500 && !server.Log.ToString().Contains("sees"); i++) await Task.Delay(10);
        Assert.Contains("""ms {"inputs":"the [MASK] sees"}""", server.Log.ToString());
    }

    private static JsonElement Schema(JsonElement document, string type) =>
        document.GetProperty("components").GetProperty("schemas").GetProperty(type);

    private static IEnumerable<string> Fields(JsonElement document, string type) =>
        Schema(document, type).GetProperty("properties").EnumerateObject().Select(field => field.Name);

    // A line is written after the answer.
    private async Task WaitForAsync(string text)
    {
        for (int i = 0; i < 500 && !_server.Log.ToString().Contains($" {text} "); i++) await Task.Delay(10);
    }
}
