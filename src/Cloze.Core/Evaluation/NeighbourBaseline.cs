using Cloze.Data;
using Cloze.Masking;

namespace Cloze.Evaluation;

/// <summary>What counting neighbours reaches, in nats: marks that a model has to leave behind.</summary>
/// <param name="LeftWord">With the piece to the left.</param>
/// <param name="BothNeighbours">With the pieces to both sides.</param>
internal sealed record NeighbourBaseline(double LeftWord, double BothNeighbours)
{
    /// <summary>Counts in the training part and evaluates on held-out text.</summary>
    /// <remarks>
    /// The left word: p(x | l), discounted counts over the piece's own frequency. Both: discounted counts of x between
    /// l and r over p(x | l) p(x | r) / p(x), as if both sides knew nothing of each other, normalised exactly.
    /// </remarks>
    /// <param name="training">The training part.</param>
    /// <param name="counts">Its frequencies.</param>
    /// <param name="pieces">Its vocabulary.</param>
    /// <param name="set">The held-out text and its masks.</param>
    /// <param name="batchTokens">Tokens of a batch.</param>
    /// <param name="cancellation">Stops the counting.</param>
    /// <exception cref="ClozeException">The set has no masked token.</exception>
    public static NeighbourBaseline Evaluate(
        TokenStore training,
        CorpusCounts counts,
        PieceTable pieces,
        EvaluationSet set,
        int batchTokens,
        CancellationToken cancellation = default)
    {
        var contexts = new NeighbourContexts(set, pieces, batchTokens);
        (ContextModel left, ContextModel right, ContextModel both) = contexts.Count(training, pieces, cancellation);
        var leftSum = new EvaluationSum();
        var bothSum = new EvaluationSum();
        foreach (NeighbourContexts.Example example in contexts.Examples)
        {
            cancellation.ThrowIfCancellationRequested();
            double alone = Math.Exp(counts.LogProbability(example.Label));
            double byLeft = left.Own(example.Left, example.Label) + (left.Rest(example.Left) * alone);
            double byRight = right.Own(example.Right, example.Label) + (right.Rest(example.Right) * alone);
            double apart = byLeft * byRight / alone / Whole(example);
            double byBoth = both.Own(example.Both, example.Label) + (both.Rest(example.Both) * apart);
            leftSum.Add(-Math.Log(byLeft), rank: 0);
            bothSum.Add(-Math.Log(byBoth), rank: 0);
        }

        return new NeighbourBaseline(leftSum.ToResult("").Loss, bothSum.ToResult("").Loss);

        // The sum over all pieces of p(x | l) p(x | r) / p(x), each of the two being a part of its own and a rest.
        double Whole(NeighbourContexts.Example example)
        {
            double leftRest = left.Rest(example.Left), rightRest = right.Rest(example.Right);
            return left.Overlap(example.Left, right, example.Right, counts.LogProbability)
                + leftRest + rightRest - (leftRest * rightRest);
        }
    }
}
