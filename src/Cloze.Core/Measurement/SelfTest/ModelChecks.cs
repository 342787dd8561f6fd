using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Measurement;

/// <summary>Compares a small model's loss and gradients, with and without dropout.</summary>
internal static class ModelChecks
{
    private const int Vocabulary = 500;

    // A gradient has passed through some tens of roundings; on the whole they are independent.
    private const double RoundedGradient = 0.04;
    private const double Gradient = 1e-4;

    /// <summary>Both models' losses and gradients.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    /// <param name="reference">Defines the results.</param>
    /// <param name="tested">Is tested.</param>
    /// <param name="isRounded">Whether the tested one keeps activations in bfloat16.</param>
    /// <param name="lengths">Tokens of each sequence.</param>
    public static IEnumerable<DeviceCheck> Run(Backend reference, Backend tested, bool isRounded, int[] lengths)
    {
        foreach (float dropout in new[] { 0f, 0.1f })
        {
            EncoderConfig config = Config(dropout);
            (double loss, float[] gradient, float[] logits) = Pass(reference, config, lengths);
            (double otherLoss, float[] otherGradient, float[] otherLogits) = Pass(tested, config, lengths);
            string shape = FormattableString.Invariant($"2 layers of 128, dropout {dropout}");
            double tolerance = isRounded ? RoundedGradient : Gradient;
            yield return new DeviceCheck("model: loss", shape, Math.Abs(loss - otherLoss) / loss, tolerance / 10);
            yield return new DeviceCheck(
                "model: gradients", shape, Differences.Relative(gradient, otherGradient), tolerance);
            yield return new DeviceCheck(
                "model: logits", shape, Differences.Relative(logits, otherLogits), tolerance);
        }
    }

    private static EncoderConfig Config(float dropout) => new()
    {
        VocabularySize = Vocabulary,
        HiddenSize = 128,
        LayerCount = 2,
        AttentionHeadCount = 4,
        InnerSize = 512,
        MaximumPositions = 128,
        HiddenDropout = dropout,
        AttentionDropout = dropout,
        InitializerRange = 0.1f,
    };

    private static (double Loss, float[] Gradient, float[] Logits) Pass(
        Backend backend, EncoderConfig config, int[] lengths)
    {
        using var model = new EncoderModel(backend, config, ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(3);
        TokenBatch batch = SampleBatch.Create(lengths, Vocabulary, 0.3);
        using var training = new EncoderTraining(
            model, batch.TokenCapacity, batch.SequenceCapacity, batch.MaskedCapacity);
        double loss = training.ForwardBackward(batch, 5, 1).Total;
        float[] gradient = new float[training.Gradients.Count];
        backend.Download(training.Gradients, gradient);
        using var inference = new EncoderInference(model, batch.TokenCount, batch.SequenceCount);
        inference.Encode(batch);
        float[] logits = new float[batch.MaskedCount * Vocabulary];
        inference.Logits(batch.MaskedRows, logits);
        return (loss, gradient, logits);
    }
}
