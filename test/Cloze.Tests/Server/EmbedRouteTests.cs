using System.Buffers.Binary;
using System.Text.Json;
using Cloze.Inference;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>Vectors over HTTP, in the shapes of OpenAI and of text-embeddings-inference.</summary>
public sealed class EmbedRouteTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task EveryShapeHasTheLibrarysVector()
    {
        float[] expected = Expected("the cat sees", new EmbedOptions());
        (int status, JsonElement plain) = await _server.AskAsync("/embed", """{"inputs":"the cat sees"}""");
        Assert.Equal(200, status);
        Assert.Equal(expected, Floats(Assert.Single(plain.EnumerateArray())));
        (_, JsonElement floats) = await _server.AskAsync(
            "/v1/embeddings", """{"model":"tiny","input":"the cat sees","user":"x"}""");
        Assert.Equal(expected, Floats(floats.GetProperty("data")[0].GetProperty("embedding")));
        (_, JsonElement packed) = await _server.AskAsync(
            "/v1/embeddings", """{"input":["a dog","the cat sees"],"encoding_format":"base64"}""");
        JsonElement second = packed.GetProperty("data")[1];
        Assert.Equal(1, second.GetProperty("index").GetInt32());
        Assert.Equal(expected, Unpack(second.GetProperty("embedding").GetString()!));
    }

    [Fact]
    public async Task TokensAreCounted()
    {
        (_, JsonElement body) = await _server.AskAsync("/v1/embeddings", """{"input":["a dog","the cat sees"]}""");
        Assert.Equal("list", body.GetProperty("object").GetString());
        Assert.Equal("tiny", body.GetProperty("model").GetString());
        Assert.Equal(4 + 5, body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(4 + 5, body.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task PoolingLayerAndLengthAreTheCallersChoice()
    {
        (_, JsonElement body) = await _server.AskAsync(
            "/embed", """{"inputs":["the cat sees"],"pooling":"cls","layer":0,"normalize":false}""");
        var options = new EmbedOptions { Pooling = Pooling.Cls, Layer = 0, Normalize = false };
        Assert.Equal(Expected("the cat sees", options), Floats(body[0]));
    }

    [Theory]
    [InlineData("/embed", """{"inputs":"a","layer":2}""", "layer", "layer is 2, expected 0 to 1.")]
    [InlineData("/embed", """{"inputs":"a","pooling":"max"}""", "pooling", "pooling is \"max\", expected mean or cls.")]
    [InlineData(
        "/v1/embeddings",
        """{"input":"a","dimensions":5}""",
        "dimensions",
        "dimensions is 5, expected 8, the model's own.")]
    [InlineData(
        "/v1/embeddings",
        """{"input":"a","encoding_format":"int8"}""",
        "encoding_format",
        "encoding_format is \"int8\", expected float or base64.")]
    [InlineData("/v1/embeddings", """{"input":[[1,2]]}""", "input[0]", "input[0] is a list, expected a text.")]
    public async Task AFieldThatIsWrongIsNamed(string path, string json, string field, string detail)
    {
        (int status, JsonElement body) = await _server.AskAsync(path, json);
        Assert.Equal(400, status);
        Assert.Equal(field, body.GetProperty("field").GetString());
        Assert.Equal(detail, body.GetProperty("detail").GetString());
    }

    private float[] Expected(string text, EmbedOptions options)
    {
        using var model = MaskedLanguageModel.Load(_server.Folder, threads: 1);
        return model.Embed(text, options).Values.ToArray();
    }

    private static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetSingle())];

    private static float[] Unpack(string packed)
    {
        byte[] bytes = Convert.FromBase64String(packed);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(
            i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i)))];
    }
}
