using System.Net;
using System.Text.Json;
using Cloze.Server;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>A server with a key answers who has it.</summary>
public sealed class ServerKeyTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartAsync(options => options with { ApiKey = "secret" });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(null, "No key is given.")]
    [InlineData("wrong", "The key is wrong.")]
    [InlineData("secret2", "The key is wrong.")]
    public async Task WhoLacksTheKeyIsTurnedAway(string? key, string detail)
    {
        if (key is not null) _server.UseKey(key);
        foreach (string path in (string[])["/v1/fill-mask", "/V1/fill-mask", "/models/tiny", "/embed", "/v1/score"])
        {
            using HttpResponseMessage response = await _server.PostAsync(path, """{"inputs":"the [MASK]"}""");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
            JsonElement problem = await RunningServer.ReadAsync(response);
            Assert.Equal(detail, problem.GetProperty("detail").GetString());
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await _server.Client.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task WhoHasItIsAnswered()
    {
        _server.UseKey("secret");
        Assert.Equal(200, (await _server.AskAsync("/v1/fill-mask", """{"inputs":"the [MASK]"}""")).Status);
        JsonElement models = await _server.GetAsync("/v1/models");
        Assert.Equal("tiny", models.GetProperty("data")[0].GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/ready")]
    [InlineData("/openapi.json")]
    public async Task WhatHoldsNoAnswerIsOpen(string path)
    {
        using HttpResponseMessage response = await _server.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    public void AKeyThatCannotBeSentIsRefused(string key)
    {
        var options = new ServerOptions { Models = [new ServedFolder("m", "nowhere")], ApiKey = key };
        string message = Assert.Throws<ClozeException>(() => ClozeServer.Build(options)).Message;
        Assert.StartsWith("The key is empty, or", message);
    }
}
