using System.Numerics.Tensors;
using Cloze.Evaluation;

namespace Cloze.Peers.Exported;

/// <summary>What an exported graph makes of masked tokens, beside what Cloze does.</summary>
internal sealed class ExportedComparison(string graph)
{
    private EvaluationSum _cloze, _peer;
    private double _largest;
    private int _sameFirst;

    /// <summary>Adds a batch's masked rows, <c>[M, V]</c> of both, with the true pieces <c>[M]</c>.</summary>
    public void Add(ReadOnlySpan<float> cloze, ReadOnlySpan<float> peer, ReadOnlySpan<int> labels)
    {
        int size = cloze.Length / labels.Length;
        for (int m = 0; m < labels.Length; m++)
        {
            ReadOnlySpan<float> ours = cloze.Slice(m * size, size), theirs = peer.Slice(m * size, size);
            Add(ref _cloze, ours, labels[m]);
            Add(ref _peer, theirs, labels[m]);
            for (int i = 0; i < size; i++) _largest = Math.Max(_largest, Math.Abs(ours[i] - theirs[i]));
            if (TensorPrimitives.IndexOfMax(ours) == TensorPrimitives.IndexOfMax(theirs)) _sameFirst++;
        }
    }

    /// <summary>What was found so far.</summary>
    public object ToResult()
    {
        EvaluationResult cloze = _cloze.ToResult(""), peer = _peer.ToResult("");
        return new
        {
            Graph = graph,
            peer.MaskedTokens,
            LargestDifference = _largest,
            SameFirstWord = (double)_sameFirst / peer.MaskedTokens,
            peer.Loss,
            Top1 = peer.Top1Accuracy,
            ClozeLoss = cloze.Loss,
            ClozeTop1 = cloze.Top1Accuracy,
        };
    }

    private static void Add(ref EvaluationSum sum, ReadOnlySpan<float> logits, int label)
    {
        double largest = TensorPrimitives.Max(logits), total = 0;
        int rank = 0;
        foreach (float value in logits)
        {
            total += Math.Exp(value - largest);
            if (value > logits[label]) rank++;
        }

        sum.Add(largest + Math.Log(total) - logits[label], rank);
    }
}
