using System.Globalization;
using System.Text.Json;
using Cloze.Inference;
using Cloze.Tests.Models;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class EmbedVerbTests : IDisposable
{
    private readonly TinyRun _run = new();

    public static TheoryData<string[], EmbedOptions> Ways => new()
    {
        { [], new EmbedOptions() },
        { ["--pooling", "cls"], new EmbedOptions { Pooling = Pooling.Cls } },
        { ["--no-normalize"], new EmbedOptions { Normalize = false } },
        { ["--layer", "0", "--no-normalize"], new EmbedOptions { Layer = 0, Normalize = false } },
    };

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task JsonHasTheVectorOfTheLibrary(string[] more, EmbedOptions options)
    {
        using var encoder = TextEncoder.Load(_run.Start);
        TextEmbedding expected = encoder.Embed("the cat sees", options);
        CliRun run = await Embed(["the cat sees", "--json", .. more]);
        using JsonDocument json = JsonDocument.Parse(Assert.Single(run.Lines));
        Assert.Equal(expected.Values.ToArray(), Values(json));
        Assert.Equal(expected.TokenCount, json.RootElement.GetProperty("token_count").GetInt32());
    }

    [Fact]
    public async Task TheTableHasSizeNormAndTheCosines()
    {
        using var encoder = TextEncoder.Load(_run.Start);
        double cosine = encoder.Embed("the cat").CosineSimilarity(encoder.Embed("a dog"));
        CliRun run = await Embed("the cat", "a dog");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"1\s+8\s+4\s+1\.0000\s.*the cat", run.Output);
        Assert.Contains("cosine similarity", run.Output);
        Assert.Contains(cosine.ToString("F4", CultureInfo.InvariantCulture), run.Output);
        Assert.DoesNotContain("cosine", (await Embed("the cat")).Output);
    }

    [Fact]
    public async Task ManyHaveTheVectorsOfEachAlone()
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "the cat" : "a dog hears the river")];
        CliRun alone = await Embed([.. texts[..2], "--json"]);
        CliRun many = await Many(string.Join('\n', texts), "--json");
        Assert.Equal((0, ""), (many.ExitCode, many.Error));
        Assert.Equal(texts.Select((_, i) => $"{{\"line\":{i + 1},{alone.Lines[i % 2][1..]}"), many.Lines);
        CliRun plain = await Many("the cat\n");
        using JsonDocument json = JsonDocument.Parse(alone.Lines[0]);
        Assert.Equal(
            Values(json),
            plain.Lines[0].Split(' ').Select(value => float.Parse(value, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task AFolderWithoutAHeadWillDo()
    {
        CliRun whole = await Embed("the cat", "--json");
        WeightFile.Rename(_run.Start, name => name.StartsWith("cls.", StringComparison.Ordinal) ? null : name);
        CliRun run = await Embed("the cat", "--json");
        Assert.Equal((0, "", whole.Output), (run.ExitCode, run.Error, run.Output));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "a", "--input", "-")]
    [InlineData(1, "a", "--layer", "2")]
    [InlineData(2, "a", "--layer", "-1")]
    [InlineData(2, "a", "--pooling", "max")]
    public async Task WhatMakesNoSenseIsRefusedWithAHint(int code, params string[] more)
    {
        CliRun run = await Embed(more);
        Assert.Equal((code, ""), (run.ExitCode, run.Output));
        Assert.Contains("error: ", run.Error);
        Assert.Contains("hint: ", run.Error);
    }

    [Fact]
    public void VectorsOfTwoSizesHaveNoCosine()
    {
        TextEmbedding one = new(new float[] { 3, 4 }, 1, 0), zero = new(new float[2], 1, 0);
        Assert.Equal(5, one.Norm);
        Assert.Equal(1, one.CosineSimilarity(one));
        Assert.Equal(0, one.CosineSimilarity(zero));
        Assert.Equal(-1, one.CosineSimilarity(new TextEmbedding(new float[] { -6, -8 }, 1, 0)));
        Assert.Throws<ArgumentException>(() => one.CosineSimilarity(new TextEmbedding(new float[3], 1, 0)));
    }

    private static float[] Values(JsonDocument json) =>
        [.. json.RootElement.GetProperty("embedding").EnumerateArray().Select(value => value.GetSingle())];

    private Task<CliRun> Embed(params string[] more) => CliRun.Of(["embed", _run.Start, .. more]);

    private Task<CliRun> Many(string input, params string[] more) =>
        CliRun.WithInput(input, default, ["embed", _run.Start, "--input", "-", .. more]);
}
