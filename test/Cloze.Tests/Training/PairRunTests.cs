using System.Text.Json;
using Cloze.Evaluation;
using Cloze.Inference;
using Cloze.Models;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Whole runs on sentence pairs.</summary>
public sealed class PairRunTests : IDisposable
{
    private readonly PairRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(TrainingObjective.NextSentence)]
    [InlineData(TrainingObjective.SentenceOrder)]
    public void The_model_is_a_BertForPreTraining_and_opens_whole(TrainingObjective objective)
    {
        var observer = new RecordingObserver();

        TrainingResult result = PairRun.Run(_run.Options("model", 5, objective), observer);

        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(Path.Combine(result.Model, "config.json")));
        Assert.Equal("BertForPreTraining", config.RootElement.GetProperty("architectures")[0].GetString());
        Assert.Equal(ModelOutputs.PreTraining, WeightLoader.FindOutputs(result.Model));
        using MaskedLanguageModel model = MaskedLanguageModel.Load(result.Model, threads: 1);
        Assert.True(model.Report.IsExact);
        Assert.True(model.HasNextSentence);
        Assert.Empty(ModelInspection.Read(result.Model).Report!.NotUsed);
        Every.Item(observer.Steps, step => Assert.InRange(step.NextSentence!.Value.Loss, 0.1, 3));
        Every.Item(observer.Steps, step => Assert.InRange(step.NextSentence!.Value.SmoothedAccuracy, 0, 1));
        Assert.InRange(result.Evaluation!.NextSentence!.Accuracy, 0, 1);
        Assert.InRange(result.Evaluation.NextSentence.Majority, 0.5, 0.9);
        Assert.InRange(observer.Starts[0].Corpus.Pairs!.ChangedShare, 0.3, 0.75);
    }

    [Fact]
    public void The_log_has_the_second_task()
    {
        var observer = new RecordingObserver();
        NextSentenceResult told =
            PairRun.Run(_run.Options("model", 3, TrainingObjective.NextSentence), observer).Evaluation!.NextSentence!;
        JsonElement[] lines =
        [
            .. File.ReadLines(Path.Combine(_run.PathOf("model"), "training", "metrics.jsonl"))
                .Select(line => JsonElement.Parse(line)),
        ];
        Assert.Equal(
            observer.Steps.Select(step => step.NextSentence!.Value.SmoothedAccuracy),
            lines.Where(line => line.GetProperty("event").GetString() == "step")
                .Select(line => line.GetProperty("next_sentence_accuracy").GetDouble()));
        JsonElement pairs = lines[^1].GetProperty("next_sentence");
        Assert.Equal(
            (told.Loss, told.Accuracy, told.Pairs, told.Majority, told.PairHash),
            (pairs.GetProperty("loss").GetDouble(), pairs.GetProperty("accuracy").GetDouble(),
                pairs.GetProperty("pairs").GetInt32(), pairs.GetProperty("majority").GetDouble(),
                pairs.GetProperty("pair_hash").GetString()));
    }

    [Fact]
    public void The_masks_of_the_evaluation_are_those_of_a_run_without_pairs()
    {
        TrainingResult pairs = PairRun.Run(_run.Options("pairs", 1, TrainingObjective.NextSentence));
        TrainingResult plain = PairRun.Run(_run.Options("plain", 1, TrainingObjective.MaskedWords));
        Assert.Equal(plain.Evaluation!.MaskHash, pairs.Evaluation!.MaskHash);
        Assert.Equal(plain.Baseline, pairs.Baseline);
        Assert.Null(plain.Evaluation.NextSentence);
    }

    [Theory]
    [InlineData(TrainingObjective.NextSentence)]
    [InlineData(TrainingObjective.SentenceOrder)]
    public void One_thread_and_two_give_the_same_bits(TrainingObjective objective)
    {
        byte[] one = PairRun.Weights(_run.Options("one", 6, objective));
        byte[] two = PairRun.Weights(_run.Options("two", 6, objective) with { Threads = 2 });
        Assert.Equal(one, two);
    }

    [Theory]
    [InlineData(TrainingObjective.NextSentence)]
    [InlineData(TrainingObjective.SentenceOrder)]
    public void Forty_steps_are_seventeen_an_interruption_and_twenty_three(TrainingObjective objective)
    {
        byte[] expected = PairRun.Weights(_run.Options("straight", 40, objective));
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 17) interruption.Cancel();
            },
        };

        TrainingResult first = TrainingRun.Run(_run.Options("parts", 40, objective), observer, interruption.Token);
        var resumed = new RecordingObserver();
        var options = new TrainingOptions { Output = _run.PathOf("parts"), Resume = true };
        TrainingResult second = PairRun.Run(options, resumed);

        Assert.True(first.IsInterrupted);
        Assert.Equal(18, resumed.Steps[0].Position.Step);
        Assert.InRange(second.Epochs, 1, 20);
        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(second.Model, "model.safetensors")));
    }

    [Fact]
    public void A_run_from_a_model_without_the_head_says_so_and_learns_it()
    {
        string start = PairRun.Run(
            _run.Options("start", 1, TrainingObjective.MaskedWords) with { Preset = Preset.Tiny }).Model;
        var observer = new RecordingObserver();
        var options = new TrainingOptions
        {
            Data = [_run.Corpus],
            From = start,
            Output = _run.PathOf("pairs"),
            Objective = TrainingObjective.NextSentence,
            Steps = 2,
            BatchTokens = 64,
            SequenceLength = 32,
            Threads = 1,
        };

        TrainingResult result = PairRun.Run(options, observer);

        Assert.Equal(
            [
                "bert.pooler.dense.bias", "bert.pooler.dense.weight", "cls.seq_relationship.bias",
                "cls.seq_relationship.weight",
            ],
            observer.Loads[0].Missing);
        Assert.NotNull(result.Evaluation!.NextSentence);
        var plain = new RecordingObserver();
        PairRun.Run(
            options with { From = result.Model, Output = _run.PathOf("on"), Objective = null }, plain);
        Assert.Equal(4, plain.Loads[0].NotUsed.Count);
    }

    [Fact]
    public void A_run_does_not_go_on_with_another_objective()
    {
        TrainingOptions options = _run.Options("model", 2, TrainingObjective.NextSentence);
        PairRun.Run(options);
        var error = Assert.Throws<ClozeException>(() => PairRun.Run(new TrainingOptions
        {
            Output = options.Output,
            Resume = true,
            Objective = TrainingObjective.SentenceOrder,
        }));
        Assert.Equal(
            "The run was started with `objective` mlm+nsp, now `objective` mlm+sop is asked for.", error.Message);
    }
}
