using Cloze.Compute;
using Cloze.Models;
using Cloze.Predictions;

namespace Cloze.Tests.Inference;

/// <summary>A model asked for one position of one sequence at a time, all layers on all tokens.</summary>
internal static class SlowModel
{
    /// <summary>ln P(id at the position | the others).</summary>
    public static double LogProbability(string folder, int[] ids, int position, int id)
    {
        using var backend = new CpuBackend(1);
        using EncoderModel model = EncoderModel.Load(folder, backend, ModelOutputs.MaskedLanguageModel, out _);
        using var inference = new EncoderInference(model, ids.Length, 1);
        var batch = new TokenBatch(ids.Length, 1, 0);
        batch.Add(ids, [], [], []);
        inference.Encode(batch);
        float[] logits = new float[model.Config.VocabularySize];
        inference.Logits([position], logits);
        return logits[id] - Softmax.LogSumExp(logits);
    }
}
