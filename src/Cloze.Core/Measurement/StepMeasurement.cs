using System.Diagnostics;
using Cloze.Compute;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>
/// Measures a whole training step, the very one that training takes: forward, loss, backward, clipping, AdamW.
/// </summary>
internal static class StepMeasurement
{
    /// <summary>Low enough that a model keeps learning one batch for as long as the measurement lasts.</summary>
    private const float Rate = 1e-4f;

    /// <summary>
    /// Times a step of a new model on one batch of random words. Beforehand the loss must be that of a model that knows
    /// nothing, ln V within 0.7, and afterwards it must have fallen.
    /// </summary>
    /// <param name="options">The model, the batch, the threads and how often.</param>
    /// <param name="cancellation">Ends the measurement between two steps.</param>
    /// <exception cref="ClozeException">The step computes wrongly, or there is not enough memory.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static WorkloadResult Measure(WorkloadOptions options, CancellationToken cancellation = default)
    {
        using Backend backend = options.CreateBackend();
        using var model = new EncoderModel(backend, options.Config, ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(1);
        TokenBatch batch = SampleBatch.Create(options.Lengths, options.Config.VocabularySize, options.MaskRate);
        var recipe = new Recipe { LearningRate = Rate, SampledPieces = options.SampledPieces };
        using var step = new TrainingStep(model, batch, recipe, options.Recompute);
        int number = 0;
        double loss = 0;
        void Run() => loss = step.Run(batch, seed: 1, ++number, Rate).Loss.Total;

        long begin = Stopwatch.GetTimestamp();
        Run();
        double first = loss;
        TimeSpan longest = Stopwatch.GetElapsedTime(begin);
        Verification.Near("the loss of a new model", Math.Log(options.Config.VocabularySize), first, 0.7);
        var time = RepeatedTime.Measure(Run, options.Repeats.For(longest), cancellation);
        Verification.Falls("the loss of one batch", first, loss);
        double flops = EncoderFlops.TrainingStep(options.Config, batch.Starts, batch.MaskedCount);
        return new WorkloadResult(batch.TokenCount, flops, time, Usage.AllocatedBy(Run), Usage.ProcessBytes())
        {
            Profile = options.Profile ? Profile(backend, Run) : [],
        };
    }

    private static IReadOnlyList<OperationProfile> Profile(Backend backend, Action run)
    {
        var profiler = new OperationProfiler();
        backend.Profiler = profiler;
        run();
        backend.Profiler = null;
        return profiler.Profile();
    }
}
