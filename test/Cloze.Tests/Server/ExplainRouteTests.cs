using System.Text.Json;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>A text's pieces and its way through the model, over HTTP.</summary>
public sealed class ExplainRouteTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task TokensHaveTheirPlaces()
    {
        (int status, JsonElement body) = await _server.AskAsync(
            "/v1/tokenize", """{"text":"The cat","pair":"a dog"}""");
        Assert.Equal(200, status);
        Assert.Equal(
            ["[CLS] 0-0 0 ", "the 0-3 0 0", "cat 4-7 0 1", "[SEP] 0-0 0 ", "a 0-1 1 0", "dog 2-5 1 1", "[SEP] 0-0 1 "],
            body.GetProperty("tokens").EnumerateArray().Select(token =>
                $"{token.GetProperty("token")} {token.GetProperty("start")}-{token.GetProperty("end")} "
                + $"{token.GetProperty("type")} {(token.TryGetProperty("word", out JsonElement word) ? word : "")}"));
    }

    [Theory]
    [InlineData("""{"text":"the [MASK] sees"}""", "text", "2:given")]
    [InlineData("""{"text":"the cat sees","masks":[3,1]}""", "positions", "1:mask 3:mask")]
    [InlineData(
        """{"text":"the cat","masks":[{"position":2,"kind":"kept"},{"position":1,"kind":"random","input_id":7}]}""",
        "positions",
        "1:random 2:kept")]
    [InlineData("""{"text":"the [MASK] sees","masks":[2]}""", "positions", "2:given")]
    public async Task MasksStandWhereTheyAreAskedFor(string json, string by, string masks)
    {
        (int status, JsonElement body) = await _server.AskAsync("/v1/explain", json);
        Assert.Equal(200, status);
        Assert.Equal(by, body.GetProperty("chosen_by").GetString());
        JsonElement explained = body.GetProperty("explanation").GetProperty("masks");
        Assert.Equal(masks, string.Join(' ', explained.EnumerateArray().Select(
            mask => $"{mask.GetProperty("position")}:{mask.GetProperty("kind")}")));
    }

    [Fact]
    public async Task ADrawIsRepeatedByItsSeed()
    {
        const string json = """{"text":"the cat sees a tree","seed":18446744073709551615}""";
        (_, JsonElement first) = await _server.AskAsync("/v1/explain", json);
        (_, JsonElement second) = await _server.AskAsync("/v1/explain", json);
        Assert.Equal("seed", first.GetProperty("chosen_by").GetString());
        Assert.Equal(ulong.MaxValue, first.GetProperty("seed").GetUInt64());
        Assert.Equal(first.GetRawText(), second.GetRawText());
    }

    [Fact]
    public async Task AttentionAndWholeVectorsAreReadWhereAsked()
    {
        (_, JsonElement body) = await _server.AskAsync(
            "/v1/explain", """{"text":"the cat","layer":1,"row":1,"values":8}""");
        JsonElement explanation = body.GetProperty("explanation");
        Assert.Equal(2, explanation.GetProperty("attention").GetProperty("heads").GetArrayLength());
        Assert.Equal(8, explanation.GetProperty("layers")[0].GetProperty("first").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"text":"the","masks":[3]}""", "masks[0]", "masks[0] is 3, expected a position from 0 to 2.")]
    [InlineData("""{"text":"the","masks":["x"]}""", "masks[0]", "whole number from 0")]
    [InlineData("""{"text":"the","masks":[{}]}""", "masks[0].position", "masks[0].position is missing")]
    [InlineData(
        """{"text":"the","masks":[{"position":1,"kind":"random"}]}""",
        "masks[0].input_id",
        "masks[0].input_id is missing")]
    [InlineData(
        """{"text":"the","masks":[{"position":1,"kind":"random","input_id":99}]}""",
        "masks[0].input_id",
        "expected an id from 0 to")]
    [InlineData("""{"text":"the","layer":2}""", "layer", "layer is 2, expected a whole number from 1 to 1.")]
    [InlineData("""{"text":"the","row":3}""", "row", "row is 3, expected a whole number from 0 to 2.")]
    [InlineData("""{"text":""}""", "text", "text has no word that can be masked.")]
    [InlineData("""{"text":"the","seed":-1}""", "seed", "seed is -1, expected a whole number from 0 to")]
    public async Task WhatIsNotThereIsRefused(string json, string field, string detail)
    {
        (int status, JsonElement body) = await _server.AskAsync("/v1/explain", json);
        Assert.Equal(400, status);
        Assert.Equal(field, body.GetProperty("field").GetString());
        Assert.Contains(detail, body.GetProperty("detail").GetString());
    }
}
