using System.Text.Json;
using Cloze.Models;
using Cloze.Tests.Models;
using Cloze.Tests.Training;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>Every verb that takes a model, on a model of each family.</summary>
public class FamilyVerbTests
{
    private const StringSplitOptions SplitOptions =
        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private static readonly Dictionary<string, string[]> s_arguments = new()
    {
        ["fill"] = ["the [MASK] sees a tree"],
        ["score"] = ["the cat sees a tree"],
        ["embed"] = ["the cat sees a tree"],
        ["explain"] = ["the cat sees a tree", "--mask", "cat"],
        ["inspect"] = [],
    };

    public static TheoryData<string> Families => [.. FamilyModels.Names];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task EveryVerbAnswers(string family)
    {
        using var run = new TinyRun(config => FamilyModels.Of(family, config));
        foreach ((string verb, string[] more) in s_arguments)
        {
            CliRun text = await CliRun.Of([verb, run.Start, .. more]);
            Assert.True(text is { ExitCode: 0, Error: "" }, $"{verb}: {text.Error}");
            CliRun json = await CliRun.Of([verb, run.Start, .. more, "--json"]);
            Assert.True(json is { ExitCode: 0, Error: "" }, $"{verb} --json: {json.Error}");
        }

        CliRun evaluation = await CliRun.Of("eval", run.Start, "--data", run.Corpus, "--json");
        using JsonDocument report = JsonDocument.Parse(evaluation.Output);
        Assert.InRange(report.RootElement.GetProperty("loss").GetDouble(), 1, 5);
    }

    [Theory]
    [InlineData("GLGL", "1, 3", "full_attention", "sliding_attention")]
    [InlineData("LLLL", "none", "sliding_attention", "sliding_attention")]
    [InlineData("GGGG", "all", "full_attention", "full_attention")]
    [InlineData("GGGGGGGGGGGGL", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more", "full_attention", "full_attention")]
    public async Task InspectSaysWhatLayersOfTodayAreMadeOf(string layers, string seeAll, string first, string second)
    {
        using var run = new TinyRun(config => FamilyModels.Of("modernbert", config) with
        {
            LayerCount = layers.Length,
            PreNorm = new PreNormConfig { LayerTypes = layers, LocalAttention = 1024, LocalTheta = 10_000.5 },
        });
        CliRun table = await CliRun.Of("inspect", run.Start);
        string[][] rows = [.. table.Lines.Select(line => line.Split("  ", SplitOptions)).Where(row => row.Length == 2)];
        string? Value(string name) => rows.FirstOrDefault(row => row[0] == name)?[1];
        Assert.Equal(("before each part", "gated"), (Value("norms"), Value("feed-forward parts")));
        Assert.Equal(seeAll, Value("layers that see all"));
        Assert.Equal(seeAll == "none" ? null : "160,000", Value("rotary base of these"));
        Assert.Equal(seeAll == "all" ? null : "1,024 tokens", Value("window of the others"));
        Assert.Equal(seeAll == "all" ? null : "10,000.5", Value("rotary base of the others"));
        CliRun json = await CliRun.Of("inspect", run.Start, "--json");
        JsonElement blocks = JsonElement.Parse(json.Output).GetProperty("blocks");
        Assert.Equal("first", blocks.GetProperty("norms").GetString());
        Assert.Equal("gated", blocks.GetProperty("feed_forward").GetString());
        Assert.Equal("rotary", blocks.GetProperty("positions").GetString());
        JsonElement types = blocks.GetProperty("layer_types");
        Assert.Equal(layers.Length, types.GetArrayLength());
        Assert.Equal((first, second), (types[0].GetString(), types[1].GetString()));
        Assert.Equal(1024, blocks.GetProperty("local_attention").GetInt32());
        Assert.Equal(160_000, blocks.GetProperty("full_rope_theta").GetDouble());
        Assert.Equal(10_000.5, blocks.GetProperty("local_rope_theta").GetDouble());
    }

    [Fact]
    public async Task InspectSaysNothingOfLayersThatTheirKindSays()
    {
        using var run = new TinyRun();
        Assert.DoesNotContain("norms", (await CliRun.Of("inspect", run.Start)).Output);
        CliRun json = await CliRun.Of("inspect", run.Start, "--json");
        Assert.False(JsonElement.Parse(json.Output).TryGetProperty("blocks", out _));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void ARunContinuesItAndSavesTheSameKindOfModel(string family)
    {
        using var run = new TinyRun(config => FamilyModels.Of(family, config) with
        {
            SpecialIds = new SpecialIds(2, 2, 3, 3),
        });
        var observer = new RecordingObserver();
        TrainingResult result = run.Run(run.Options(120), observer);
        Assert.True(Assert.Single(observer.Loads).IsExact);
        double first = observer.Steps.Take(10).Average(step => step.Loss);
        Assert.True(result.Evaluation!.Loss < first - 0.2, $"{first} and {result.Evaluation.Loss}");
        EncoderConfig before = EncoderConfigFile.Load(run.Start), after = EncoderConfigFile.Load(result.Model);
        Assert.Equal(before, after);
        Assert.Equal(new SpecialIds(2, 2, 3, 3), after.SpecialIds);
        Assert.NotEmpty(run.Weights(result.Model));
        string tokenizer = File.ReadAllText(Path.Combine(result.Model, "tokenizer_config.json"));
        Assert.Contains($"\"model_max_length\": {after.MaximumPositions},", tokenizer, StringComparison.Ordinal);
        foreach (string named in (string[])["model_input_names", "\"PreTrainedTokenizerFast\""])
        {
            Assert.Equal(after.TokenTypes == 0, tokenizer.Contains(named, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void AnEncoderWithoutItsHeadLearnsOne(string family)
    {
        using var run = new TinyRun(config => FamilyModels.Of(family, config));
        WeightFile.Rename(run.Start, name => ModelFamilies.IsOfHead(name) ? null : name);
        var observer = new RecordingObserver();
        TrainingResult result = run.Run(run.Options(1) with { LearningRate = 1e-9f }, observer);
        Assert.True(Assert.Single(observer.Loads).HeadIsFromCorpus);
        Assert.Equal(result.Baseline.Loss, result.Evaluation!.Loss, 0.15);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void FrozenPartsStay(string family)
    {
        using var run = new TinyRun(config => FamilyModels.Of(family, config));
        TrainingResult result = run.Run(run.Options(3) with { Freeze = FrozenPart.FirstLayers(1) }, null);
        var layout = new ParameterLayout(EncoderConfigFile.Load(run.Start), ModelOutputs.MaskedLanguageModel);
        int frozen = (int)layout.Parameters.First(parameter => layout.Names.IsOfHead(parameter.Name)).Offset;
        float[] before = run.Weights(run.Start), after = run.Weights(result.Model);
        Assert.Equal(before[..frozen], after[..frozen]);
        Assert.NotEqual(before[frozen..], after[frozen..]);
    }

    [Theory]
    [InlineData("distilbert", "no token types")]
    [InlineData("roberta", "1 token type")]
    public async Task PairsOfSentencesAreRefusedWhereThereIsNoHeadForThem(string family, string known)
    {
        using var run = new TinyRun(config => FamilyModels.Of(family, config));
        CliRun verb = await CliRun.Of(
            "train", "--data", run.Corpus, "--from", run.Start, "--out", run.Output, "--objective", "mlm+nsp",
            "--steps", "2");
        Assert.Equal(1, verb.ExitCode);
        Assert.Contains($"knows {known}, and sentence pairs have 2.", verb.Error);
    }
}
