using System.Text.Json;
using Cloze.Inference;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>Scores over HTTP.</summary>
public sealed class ScoreRouteTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AScoreIsTheLibrarys(bool withinWord)
    {
        string json = JsonSerializer.Serialize(withinWord);
        (int status, JsonElement body) = await _server.AskAsync(
            "/v1/score", $$"""{"inputs":["the cat sees a tree","a dog"],"within_word":{{json}},"replacements":2}""");
        Assert.Equal(200, status);
        using var model = MaskedLanguageModel.Load(_server.Folder, threads: 1);
        var options = new ScoreOptions { WithinWord = withinWord, Replacements = 2 };
        TextScore expected = model.Score("the cat sees a tree", options);
        Assert.Equal(2, body.GetProperty("data").GetArrayLength());
        JsonElement score = body.GetProperty("data")[0];
        Assert.Equal(expected.LogProbability, score.GetProperty("log_probability").GetDouble());
        Assert.Equal(expected.PseudoPerplexity, score.GetProperty("pseudo_perplexity").GetDouble());
        Assert.Equal(
            expected.Tokens.Select(token => (token.Token, token.Start, token.End, token.LogProbability)),
            score.GetProperty("tokens").EnumerateArray().Select(token => (
                token.GetProperty("token").GetString()!,
                token.GetProperty("start").GetInt32(),
                token.GetProperty("end").GetInt32(),
                token.GetProperty("log_probability").GetDouble())));
        Assert.Equal(
            expected.Words.Select(word => word.Replacements[0].Token),
            score.GetProperty("words").EnumerateArray().Select(
                word => word.GetProperty("replacements")[0].GetProperty("token_str").GetString()!));
    }

    [Fact]
    public async Task WithoutReplacementsNoneAreSent()
    {
        (_, JsonElement body) = await _server.AskAsync("/v1/score", """{"inputs":"the cat"}""");
        JsonElement word = Assert.Single(body.GetProperty("data").EnumerateArray()).GetProperty("words")[1];
        Assert.Equal("cat", word.GetProperty("text").GetString());
        Assert.False(word.TryGetProperty("replacements", out _));
    }

    [Fact]
    public async Task TooManyReplacementsAreRefused()
    {
        (int status, JsonElement body) = await _server.AskAsync("/v1/score", """{"inputs":"a","replacements":51}""");
        Assert.Equal(400, status);
        Assert.Equal(
            "replacements is 51, expected a whole number from 0 to 50.", body.GetProperty("detail").GetString());
    }
}
