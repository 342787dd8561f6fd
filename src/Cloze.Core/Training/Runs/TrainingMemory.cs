using System.Globalization;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>The memory that a training run is expected to take, in bytes.</summary>
/// <param name="Weights">The parameters of the model.</param>
/// <param name="Gradients">Their gradients.</param>
/// <param name="OptimizerState">What the optimizer remembers: AdamW's two moments of each, an average of them.</param>
/// <param name="Activations">What forward and backward passes over the largest batch compute and keep.</param>
/// <param name="Evaluation">Forward passes over held-out text.</param>
public sealed record TrainingMemory(
    long Weights, long Gradients, long OptimizerState, long Activations, long Evaluation)
{
    /// <summary>Everything else: the runtime, the engine's scratch memory, logits, vocabulary and batches.</summary>
    public const long Other = 128L << 20;

    // Evaluation gives the same figures for batches of any size; so many tokens keep the cores busy.
    private const int TokensPerEvaluation = 1024;

    /// <summary>All of it.</summary>
    public long Total => Weights + Gradients + OptimizerState + Activations + Evaluation + Other;

    /// <summary>The memory of a run, without taking it.</summary>
    /// <param name="model">The model to train.</param>
    /// <param name="batch">A batch of the run, for its capacity.</param>
    /// <param name="options">The run's options.</param>
    internal static TrainingMemory Expect(EncoderModel model, TokenBatch batch, EffectiveOptions options)
    {
        long weights = sizeof(float) * (long)model.Layout.Length;
        int tokens = EvaluationTokens(options);
        return new TrainingMemory(
            weights,
            weights,
            Optimizer.Bytes(model.Layout, options.Recipe),
            EncoderTraining.ActivationBytes(
                model,
                batch.TokenCapacity,
                batch.SequenceCapacity,
                batch.MaskedCapacity,
                options.Recompute,
                options.Recipe.SampledPieces),
            EncoderInference.MemoryBytes(model, tokens, tokens));
    }

    /// <summary>The most tokens of a batch in evaluation.</summary>
    internal static int EvaluationTokens(EffectiveOptions options) => Math.Min(
        options.Recipe.BatchTokens, Math.Max(options.Recipe.SequenceLength, TokensPerEvaluation));

    /// <summary>Refuses a run that a machine cannot hold.</summary>
    /// <param name="options">The run's options, for what could be changed.</param>
    /// <param name="available">The machine's memory, in bytes.</param>
    /// <exception cref="ClozeException">The run is expected to take more than there is.</exception>
    internal void RequireFits(EffectiveOptions options, long available)
    {
        if (Total <= available) return;
        string fewer = $"fewer `batch_tokens` than {options.Recipe.BatchTokens}";
        throw new ClozeException(
            $"Training needs about {Size(Total)} of memory ({ToText()}), but this machine has "
            + $"{Size(available)}.",
            options.Recompute
                ? $"Choose {fewer} or a smaller model."
                : $"Give `recompute`, which keeps far fewer activations, or choose {fewer} or a smaller model.");
    }

    /// <summary>The parts for people.</summary>
    public string ToText() =>
        $"weights {Size(Weights)}, gradients {Size(Gradients)}, optimizer state "
        + $"{Size(OptimizerState)}, activations {Size(Activations + Evaluation)}";

    /// <summary>A size for people, in decimal units: "3.72 GB", "48 MB", "0.6 MB".</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB"),
        >= 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
    };
}
