using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Measurement;

/// <summary>Measures inference: the encoder, the logits, and the likeliest word of each row.</summary>
internal static class InferenceMeasurement
{
    /// <summary>
    /// Times the inference of a new model on one batch of random words. Beforehand the logits must give the losses
    /// that the fused cross entropy gives, and the last sequence alone must give the losses it has in the batch.
    /// </summary>
    /// <param name="options">The model, the batch, the threads and how often.</param>
    /// <param name="everyPosition">
    /// Whether words are predicted at every position, as engines without packed batches do, not at the masked ones.
    /// </param>
    /// <param name="cancellation">Ends the measurement between two passes.</param>
    /// <exception cref="ClozeException">The inference is wrong, or there is not enough memory.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static WorkloadResult Measure(
        WorkloadOptions options, bool everyPosition = false, CancellationToken cancellation = default)
    {
        using Backend backend = options.CreateBackend();
        using var model = new EncoderModel(backend, options.Config, ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(1);
        TokenBatch batch = SampleBatch.Create(options.Lengths, options.Config.VocabularySize, options.MaskRate);
        using var inference = new EncoderInference(model, batch.TokenCount, batch.SequenceCount);
        var words = new LikeliestWords(inference, options.Config.VocabularySize, batch.TokenCount);
        words.Verify(batch);
        int[] rows = everyPosition ? [.. Enumerable.Range(0, batch.TokenCount)] : batch.MaskedRows.ToArray();
        void Run() => words.Predict(batch, rows);

        var time = RepeatedTime.Measure(Run, options.Repeats, cancellation);
        double flops = EncoderFlops.Forward(options.Config, batch.Starts, rows.Length);
        return new WorkloadResult(batch.TokenCount, flops, time, Usage.AllocatedBy(Run), Usage.ProcessBytes());
    }
}
