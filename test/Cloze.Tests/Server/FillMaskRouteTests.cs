using System.Net;
using System.Text;
using System.Text.Json;
using Cloze.Inference;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>Filling masks over HTTP, in the shape of Hugging Face's inference API.</summary>
public sealed class FillMaskRouteTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/v1/fill-mask")]
    [InlineData("/models/tiny")]
    public async Task OneMaskHasTheLibrarysPredictions(string path)
    {
        (int status, JsonElement body) = await _server.AskAsync(path, """{"inputs":"the [MASK] sees"}""");
        Assert.Equal(200, status);
        using var model = MaskedLanguageModel.Load(_server.Folder, threads: 1);
        IReadOnlyList<Prediction> expected = model.Fill("the [MASK] sees");
        Assert.Equal(expected.Count, body.GetArrayLength());
        Assert.Equal(
            expected.Select(prediction =>
                (prediction.Probability, prediction.TokenId, prediction.Token, prediction.Sequence)),
            body.EnumerateArray().Select(item => (
                item.GetProperty("score").GetDouble(),
                item.GetProperty("token").GetInt32(),
                item.GetProperty("token_str").GetString()!,
                item.GetProperty("sequence").GetString()!)));
    }

    [Fact]
    public async Task SeveralMasksHaveAListEachAndSeveralTextsAnAnswerEach()
    {
        (_, JsonElement two) = await _server.AskAsync("/v1/fill-mask", """{"inputs":"the [MASK] [MASK] sees"}""");
        Assert.Equal(2, two.GetArrayLength());
        Assert.Equal(5, two[0].GetArrayLength());
        (_, JsonElement many) = await _server.AskAsync(
            "/v1/fill-mask",
            """{"inputs":["the [MASK] [MASK] sees","a [MASK]"],"parameters":{"top_k":2}}""");
        Assert.Equal(2, many.GetArrayLength());
        Assert.Equal(JsonValueKind.Array, many[0][0].ValueKind);
        Assert.Equal(2, many[1].GetArrayLength());
        Assert.Equal(JsonValueKind.Object, many[1][0].ValueKind);
    }

    [Fact]
    public async Task TargetsAreTheOnlyWordsToChooseAmong()
    {
        (_, JsonElement body) = await _server.AskAsync(
            "/v1/fill-mask", """{"inputs":"the [MASK] sees","parameters":{"targets":["cat","dog"]}}""");
        Assert.Equal(
            ["cat", "dog"], body.EnumerateArray().Select(item => item.GetProperty("token_str").GetString()).Order());
    }

    [Theory]
    [InlineData("""{}""", "inputs", "inputs is missing, expected a text or a list of texts.")]
    [InlineData("""{"inputs":1}""", "inputs", "inputs is 1, expected a text or a list of texts.")]
    [InlineData("""{"inputs":[]}""", "inputs", "inputs is an empty list, expected one of 1 to 256 texts.")]
    [InlineData("""{"inputs":["a",{}]}""", "inputs[1]", "inputs[1] is an object, expected a text.")]
    [InlineData("""{"inputs":"\ud800"}""", "inputs", "inputs has half a character.")]
    [InlineData("""{"inputs":"a"}""", "inputs", "The text has no [MASK].")]
    [InlineData("""{"inputs":["the [MASK]","a"]}""", "inputs[1]", "The text has no [MASK].")]
    [InlineData(
        """{"inputs":"[MASK]","parameters":{"top_k":0}}""",
        "parameters.top_k",
        "parameters.top_k is 0, expected a whole number from 1 to 1000.")]
    [InlineData(
        """{"inputs":"[MASK]","parameters":[]}""", "parameters", "parameters is a list, expected an object.")]
    [InlineData(
        """{"inputs":"[MASK]","parameters":{"targets":"cat"}}""",
        "parameters.targets",
        "parameters.targets is a text, expected a list.")]
    [InlineData("""{"inputs":"[MASK]","truncate":"yes"}""", "truncate", "truncate is a text, expected true or false.")]
    public async Task AFieldThatIsWrongIsNamed(string json, string field, string detail)
    {
        (int status, JsonElement body) = await _server.AskAsync("/v1/fill-mask", json);
        Assert.Equal(400, status);
        Assert.Equal(field, body.GetProperty("field").GetString());
        Assert.Equal(detail, body.GetProperty("detail").GetString());
        Assert.Equal(detail, body.GetProperty("error").GetString());
        Assert.NotEqual("", body.GetProperty("hint").GetString());
    }

    [Fact]
    public async Task TargetsWithoutPiecesAreNamed()
    {
        (int status, JsonElement body) = await _server.AskAsync(
            "/v1/fill-mask", """{"inputs":"[MASK]","parameters":{"targets":["\u4f60"]}}""");
        Assert.Equal(400, status);
        Assert.Equal("parameters.targets", body.GetProperty("field").GetString());
        Assert.StartsWith(
            "The vocabulary has no pieces for the target", body.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task ATargetThatIsLeftOutIsSaidInAHeader()
    {
        using var body = new StringContent(
            """{"inputs":["a [MASK]","[MASK]"],"parameters":{"targets":["cat","\u4f60","\u597d"]}}""",
            Encoding.UTF8,
            "application/json");
        using HttpResponseMessage answer = await _server.Client.PostAsync(
            new Uri("/v1/fill-mask", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            @"The target \u0022\u4F60\u0022 is left out: the vocabulary has no pieces for it. And 1 more.",
            Assert.Single(answer.Headers.GetValues("Cloze-Note")));
    }
}
