using System.Text.Json;
using Cloze.Inference;
using Cloze.Masking;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>Explaining over HTTP: fates that the caller chose, a row, a layer, and a run's record.</summary>
public sealed class ExplainFatesTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task AWordCanBeHiddenReplacedOrLeft()
    {
        (int status, JsonElement body) = await _server.AskAsync(
            "/v1/explain",
            """
            {"text":"the cat sees a tree","masks":[2,{"position":5,"kind":"kept"},
              {"position":4,"kind":"random","input_id":9}]}
            """);
        Assert.Equal(200, status);
        using var model = MaskedLanguageModel.Load(_server.Folder, threads: 1);
        var encoding = model.Encode("the cat sees a tree", null, out _);
        Explanation expected = model.Explain(
            encoding,
            [
                new MaskPlan(2, MaskKind.Mask, model.Tokenizer.Vocabulary.MaskId),
                new MaskPlan(4, MaskKind.Random, 9),
                new MaskPlan(5, MaskKind.Kept, encoding.InputIds[5]),
            ]);
        JsonElement explanation = body.GetProperty("explanation");
        Assert.Equal(expected.MeanLoss, explanation.GetProperty("mean_loss").GetDouble());
        Assert.Equal(
            ["mask", "random", "kept"],
            explanation.GetProperty("masks").EnumerateArray().Select(mask => mask.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task ARowAndALayerAreReadOut()
    {
        (_, JsonElement body) = await _server.AskAsync(
            "/v1/explain", """{"text":"the cat sees","masks":[2],"row":3,"layer":1,"values":100}""");
        JsonElement explanation = body.GetProperty("explanation");
        Assert.Equal(3, explanation.GetProperty("row").GetInt32());
        Assert.Equal(8, explanation.GetProperty("layers")[0].GetProperty("first").GetArrayLength());
        Assert.Equal(2, explanation.GetProperty("attention").GetProperty("heads").GetArrayLength());
        Assert.Equal(25, explanation.GetProperty("attention").GetProperty("heads")[0].GetArrayLength());
    }

    [Theory]
    [InlineData("""[{"kind":"mask"}]""", "masks[0].position is missing, expected a whole number.")]
    [InlineData("""[{"position":1,"kind":"random"}]""", "masks[0].input_id is missing, expected a whole number.")]
    [InlineData(
        """[{"position":1,"kind":"other"}]""", "masks[0].kind is \"other\", expected mask or random or kept.")]
    [InlineData("""[1,9]""", "masks[1] is 9, expected a position from 0 to 4.")]
    [InlineData(
        """[{"position":1,"kind":"random","input_id":999}]""",
        "masks[0].input_id is 999, expected an id from 0 to 24.")]
    public async Task AFateThatCannotBeIsRefused(string masks, string detail)
    {
        (int status, JsonElement body) = await _server.AskAsync(
            "/v1/explain", "{\"text\":\"the cat sees\",\"masks\":" + masks + "}");
        Assert.Equal((400, detail), (status, body.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData("\"row\":5", "row is 5, expected a whole number from 0 to 4.")]
    [InlineData("\"layer\":2", "layer is 2, expected a whole number from 1 to 1.")]
    public async Task WhatTheModelDoesNotHaveIsRefused(string field, string detail)
    {
        (int status, JsonElement body) = await _server.AskAsync(
            "/v1/explain", "{\"text\":\"the cat sees\",\"masks\":[1]," + field + "}");
        Assert.Equal((400, detail), (status, body.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task AModelFromElsewhereHasNoRunAndOneWithItsRecordHas()
    {
        Assert.False((await _server.GetAsync("/v1/models")).GetProperty("data")[0].GetProperty("has_run").GetBoolean());
        using HttpResponseMessage none = await _server.Client.GetAsync("/v1/runs?model=tiny");
        JsonElement problem = await RunningServer.ReadAsync(none);
        Assert.Equal(404, (int)none.StatusCode);
        Assert.Equal(
            "No training run lies beside the model \"tiny\".", problem.GetProperty("detail").GetString());
        string training = Directory.CreateDirectory(Path.Combine(_server.Folder, "training")).FullName;
        await File.WriteAllTextAsync(Path.Combine(training, "curve.json"), """{"steps":[]}""");
        Assert.Equal(0, (await _server.GetAsync("/v1/runs")).GetProperty("steps").GetArrayLength());
        await File.WriteAllTextAsync(Path.Combine(training, "curve.json"), "{");
        using HttpResponseMessage damaged = await _server.Client.GetAsync("/v1/runs");
        Assert.DoesNotContain(_server.Folder, await damaged.Content.ReadAsStringAsync());
        Assert.Equal(404, (int)damaged.StatusCode);
    }
}
