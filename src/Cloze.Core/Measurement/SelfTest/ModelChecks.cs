using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Measurement;

/// <summary>Compares small models' losses, gradients and logits.</summary>
internal static class ModelChecks
{
    // A gradient has passed through some tens of roundings; on the whole they are independent.
    private const double RoundedGradient = 0.04;
    private const double Gradient = 1e-4;

    /// <summary>Every plan's loss, gradients and logits on both.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    /// <param name="reference">Defines the results.</param>
    /// <param name="tested">Is tested.</param>
    /// <param name="isRounded">Whether the tested one keeps activations in bfloat16.</param>
    /// <param name="lengths">Tokens of each sequence.</param>
    public static IEnumerable<DeviceCheck> Run(Backend reference, Backend tested, bool isRounded, int[] lengths)
    {
        double tolerance = isRounded ? RoundedGradient : Gradient;
        foreach (ModelPlan plan in ModelPlan.All())
        {
            (double loss, float[] gradient, float[] logits) = Pass(reference, plan, lengths);
            (double otherLoss, float[] otherGradient, float[] otherLogits) = Pass(tested, plan, lengths);
            yield return new DeviceCheck("model: loss", plan.Name, Math.Abs(loss - otherLoss) / loss, tolerance / 10);
            yield return new DeviceCheck(
                "model: gradients", plan.Name, Differences.Relative(gradient, otherGradient), tolerance);
            yield return new DeviceCheck(
                "model: logits", plan.Name, Differences.Relative(logits, otherLogits), tolerance);
        }
    }

    private static (double Loss, float[] Gradient, float[] Logits) Pass(
        Backend backend, ModelPlan plan, int[] lengths)
    {
        using var model = new EncoderModel(backend, plan.Config, ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(3);
        TokenBatch batch = SampleBatch.Create(lengths, ModelPlan.Vocabulary, 0.3);
        using var training = new EncoderTraining(
            model,
            batch.TokenCapacity,
            batch.SequenceCapacity,
            batch.MaskedCapacity,
            recompute: plan.Recomputes,
            frozen: plan.Frozen);
        double loss = training.ForwardBackward(batch, 5, 1).Total;
        float[] gradient = new float[training.Gradients.Count];
        backend.Download(training.Gradients, gradient);
        using var inference = new EncoderInference(model, batch.TokenCount, batch.SequenceCount);
        inference.Encode(batch);
        float[] logits = new float[batch.MaskedCount * ModelPlan.Vocabulary];
        inference.Logits(batch.MaskedRows, logits);
        return (loss, gradient, logits);
    }
}
