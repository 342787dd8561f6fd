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
    [MemberData(nameof(Families))]
    public void ARunContinuesItAndSavesTheSameKindOfModel(string family)
    {
        using var run = new TinyRun(config => FamilyModels.Of(family, config));
        var observer = new RecordingObserver();
        TrainingResult result = run.Run(run.Options(120), observer);
        Assert.True(Assert.Single(observer.Loads).IsExact);
        double first = observer.Steps.Take(10).Average(step => step.Loss);
        Assert.True(result.Evaluation!.Loss < first - 0.2, $"{first} and {result.Evaluation.Loss}");
        EncoderConfig before = EncoderConfigFile.Load(run.Start), after = EncoderConfigFile.Load(result.Model);
        Assert.Equal(before, after);
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
