using Cloze.Benchmarks;
using Cloze.Compute;
using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Predictions;
using Microsoft.ML.OnnxRuntime;

namespace Cloze.Peers.Exported;

/// <summary>
/// The graphs that <c>cloze export</c> put into a model's folder, run by ONNX Runtime on held-out text of the .NET
/// reference documentation with the masks of <c>cloze eval</c>: logits beside Cloze's, loss and accuracy.
/// </summary>
internal static class ExportedCheck
{
    private const int BatchTokens = 1024;

    /// <summary>A line for Cloze in int8, and one for each graph of a folder's <c>onnx</c>.</summary>
    public static IEnumerable<object> Run(Arguments arguments)
    {
        string folder = arguments.Text("--model");
        int threads = arguments.Number("--threads", Environment.ProcessorCount);
        using var pretrained = PretrainedModel.Load(folder, ModelOutputs.MaskedLanguageModel, threads);
        EvaluationSet set = Set(pretrained, arguments.Number("--documents", 300));
        yield return new { Peer = "Cloze", Result = CompareBytes(pretrained, set, folder, threads) };
        foreach (string graph in Directory.EnumerateFiles(Path.Combine(folder, "onnx"), "*.onnx").Order())
        {
            yield return new
            {
                Peer = $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}",
                Result = CompareGraph(pretrained, set, graph, threads),
            };
        }
    }

    private static object CompareGraph(PretrainedModel pretrained, EvaluationSet set, string graph, int threads)
    {
        using var session = new ExportedSession(graph, pretrained.Model.Config.VocabularySize, threads);
        return Compare(pretrained, set, Path.GetFileName(graph), session.Run);
    }

    private static object CompareBytes(PretrainedModel pretrained, EvaluationSet set, string folder, int threads)
    {
        var engine = new EngineOptions { Threads = threads, Precision = ComputePrecision.Int8 };
        using var bytes = PretrainedModel.Load(folder, ModelOutputs.MaskedLanguageModel, engine);
        using var inference = new EncoderInference(bytes.Model, BatchTokens, BatchTokens);
        return Compare(pretrained, set, "int8", batch => Logits(inference, batch));
    }

    private static object Compare(
        PretrainedModel pretrained, EvaluationSet set, string what, Func<TokenBatch, float[]> peer)
    {
        using var inference = new EncoderInference(pretrained.Model, BatchTokens, BatchTokens);
        var comparison = new ExportedComparison(what);
        foreach (TokenBatch batch in set.Batches(set.CreateBatch(BatchTokens)))
        {
            if (batch.MaskedCount > 0) comparison.Add(Logits(inference, batch), peer(batch), batch.Labels);
        }

        return comparison.ToResult();
    }

    private static float[] Logits(EncoderInference inference, TokenBatch batch)
    {
        float[] logits = new float[batch.MaskedCount * inference.VocabularySize];
        inference.Encode(batch);
        inference.Logits(batch.MaskedRows, logits);
        return logits;
    }

    private static EvaluationSet Set(PretrainedModel pretrained, int documents)
    {
        var pieces = PieceTable.From(pretrained.Tokenizer.Vocabulary);
        int length = Math.Min(new TokenStoreOptions().SequenceLength, pretrained.Model.Config.MaximumPositions);
        TokenStore store = TokenStoreBuilder.BuildInMemory(
            SdkDocumentation.Read().Select(document => document.Text)
                .Where(text => HeldOut.Contains(text)).Take(documents),
            (text, ids) => pretrained.Tokenizer.AppendIds(text, ids),
            pieces,
            new TokenStoreOptions { SequenceLength = length },
            CancellationToken.None);
        return new EvaluationSet(store, pieces);
    }
}
