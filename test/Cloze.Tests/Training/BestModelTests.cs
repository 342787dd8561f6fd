using System.Text.Json.Nodes;
using Cloze.Models;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>The model of least held-out loss is kept where the loss rises again afterwards.</summary>
public sealed class BestModelTests : IDisposable
{
    private readonly TinyRun _run = new();

    private string Best => Path.Combine(_run.Output, "best");

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Where_the_loss_rises_again_the_best_model_is_kept_and_said()
    {
        var observer = new RecordingObserver();

        TrainingResult result = _run.Run(Spoiling(), observer);

        EvaluationReport least = observer.Evaluations.Where(report => !report.IsFinal).MinBy(
            report => report.Result.Loss)!;
        Assert.True(least.Result.Loss < result.Evaluation!.Loss, "The loss did not rise; the test shows nothing.");
        Assert.Equal(
            new BestModelReport(Best, least.Position.Step, least.Result.Loss, result.Evaluation.Loss), result.Best);
        Assert.Contains(
            observer.Messages, message => message.EndsWith($"is kept in {Best}.", StringComparison.Ordinal));
        using var backend = new ReferenceBackend();
        using var best = EncoderModel.Load(
            Best, backend, ModelOutputs.MaskedLanguageModel, out LoadReport report);
        Assert.True(report.IsExact);
        Assert.NotEqual(_run.Weights(), _run.Weights(Best));
        Assert.Equal(Text(_run.Output, "vocab.txt"), Text(Best, "vocab.txt"));
    }

    [Fact]
    public void It_is_the_model_of_its_step()
    {
        var observer = new RecordingObserver();
        TrainingResult result = _run.Run(Spoiling(), observer);
        using var other = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var stopping = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == result.Best!.Step) interruption.Cancel();
            },
        };

        other.Run(Spoiling() with { Data = [other.Corpus], From = other.Start, Output = other.Output },
            stopping, new ReferenceBackend(), interruption.Token);

        Assert.Equal(other.Weights(), _run.Weights(Best));
    }

    [Fact]
    public void Where_the_end_is_the_best_nothing_else_is_kept()
    {
        TrainingResult result = _run.Run(_run.Options(30) with { LearningRate = 1e-3f });

        Assert.Null(result.Best);
        Assert.False(Directory.Exists(Best));
        Assert.False(File.Exists(Path.Combine(_run.Output, "training", "best.json")));
    }

    [Fact]
    public void What_an_interrupted_run_kept_counts_when_it_goes_on()
    {
        TrainingResult expected = _run.Run(Spoiling());
        using var other = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == expected.Best!.Step + 1) interruption.Cancel();
            },
        };
        TrainingOptions options = Spoiling() with { Data = [other.Corpus], From = other.Start, Output = other.Output };

        other.Run(options, observer, new ReferenceBackend(), interruption.Token);
        TrainingResult rest = other.Run(new TrainingOptions { Output = other.Output, Resume = true });

        Assert.Equal(expected.Best!.Step, rest.Best!.Step);
        Assert.Equal(expected.Best.Loss, rest.Best.Loss);
    }

    [Fact]
    public void What_a_finished_run_had_reached_is_kept_where_going_on_makes_it_worse()
    {
        // A short run spoils little, as its rate stays low; the longer one goes on at rates that spoil everything.
        TrainingResult first = _run.Run(Spoiling() with { LearningRate = 0.01f, Steps = 40 });
        float[] weights = _run.Weights();
        SetLearningRate(1);
        var options = new TrainingOptions { Output = _run.Output, Resume = true, Steps = 80 };

        TrainingResult second = _run.Run(options);

        Assert.Equal(
            new BestModelReport(Best, 40, first.Evaluation!.Loss, second.Evaluation!.Loss), second.Best);
        Assert.Equal(weights, _run.Weights(Best));
    }

    [Fact]
    public void Weights_that_are_not_those_of_the_evaluation_are_not_believed()
    {
        _run.Run(Spoiling());
        var best = new BestModel(Best, Path.Combine(_run.Output, "training", "best.json"));
        best.Open();
        Assert.NotNull(best.Record);
        string path = Path.Combine(Best, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        best.Open();

        Assert.Null(best.Record);
    }

    [Fact]
    public void Force_takes_away_what_the_run_before_kept()
    {
        _run.Run(Spoiling());
        Assert.True(Directory.Exists(Best));
        File.WriteAllText(Path.Combine(Best, "mine.txt"), "mine");

        _run.Run(_run.Options(1) with { Force = true });

        Assert.Equal([Path.Combine(Best, "mine.txt")], Directory.GetFileSystemEntries(Best));
    }

    private void SetLearningRate(float rate)
    {
        string path = Path.Combine(_run.Output, "training", "state.json");
        JsonNode state = JsonNode.Parse(File.ReadAllText(path))!;
        state["options"]!["learning_rate"] = rate;
        state.AsObject().Remove("checksum");
        File.WriteAllText(path, state.ToJsonString());
    }

    // A rate so high that the loss falls first and rises with every step after.
    private TrainingOptions Spoiling() => _run.Options(20) with
    {
        LearningRate = 1,
        Warmup = 0.9f,
        ClipNorm = 1e6f,
        SpikeLimit = 0,
    };

    private static string Text(string folder, string name) => File.ReadAllText(Path.Combine(folder, name));
}
