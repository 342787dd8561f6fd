using Cloze.Compute;
using Cloze.Models;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>An encoder without a head that predicts words, continued.</summary>
public class MissingHeadTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheHeadBeginsWithTheWordFrequencies(bool tied)
    {
        using var run = new TinyRun();
        RemoveHead(run, tied);
        var observer = new RecordingObserver();

        // A rate of next to nothing: what is evaluated is the start.
        TrainingResult result = run.Run(run.Options(1) with { LearningRate = 1e-9f }, observer);

        LoadReport report = Assert.Single(observer.Loads);
        Assert.True(report.LacksHead && report.HeadIsFromCorpus);
        Assert.Equal(result.Baseline.Loss, result.Evaluation!.Loss, 0.1);
        Assert.StartsWith(
            "The folder has no masked-language-model head: it begins with the word frequencies of the text.",
            report.ToLine());
        Assert.DoesNotContain(report.ToSentences(), sentence => sentence.Contains("untrained"));
    }

    [Fact]
    public void ItLearnsAtHalfThePresetsRate()
    {
        using var run = new TinyRun();
        RemoveHead(run, tied: true);
        var observer = new RecordingObserver();
        run.Run(run.Options(1) with { LearningRate = null }, observer);
        Assert.Equal(1.5e-3f, observer.Starts[0].Options.Recipe.LearningRate, 1e-9f);

        using var whole = new TinyRun();
        observer = new RecordingObserver();
        whole.Run(whole.Options(1) with { LearningRate = null }, observer);
        Assert.Equal(3e-4f, observer.Starts[0].Options.Recipe.LearningRate, 1e-9f);
    }

    private static void RemoveHead(TinyRun run, bool tied)
    {
        EncoderConfig config = EncoderConfigFile.Load(run.Start);
        using var backend = new CpuBackend(1);
        using EncoderModel model = EncoderModel.Load(run.Start, backend, ModelOutputs.None, out _);
        WeightWriter.Save(run.Start, config with { TieDecoder = tied }, model.Layout, (parameter, first, count) =>
        {
            var values = new float[parameter.Count];
            backend.Download(model[parameter.Name], values);
            return values.AsSpan(first, count);
        });
    }
}
