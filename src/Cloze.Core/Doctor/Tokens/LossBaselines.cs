using Cloze.Data;
using Cloze.Evaluation;

namespace Cloze.Doctor;

/// <summary>Measures on the sample what is reached without a model.</summary>
internal static class LossBaselines
{
    private const int BatchTokens = 4096;
    private const long MostTokens = 200_000;

    /// <summary>The figures; null where there is no token to mask.</summary>
    public static LossFigures? Measure(SampleTokens tokens, CancellationToken cancellation)
    {
        var counts = CorpusCounts.Count(tokens.Training, tokens.Pieces, cancellation: cancellation);
        var set = new EvaluationSet(tokens.HeldOut, tokens.Pieces, MostTokens);
        try
        {
            EvaluationResult frequencies = FrequencyBaseline.Evaluate(counts, set, BatchTokens);
            var neighbours = NeighbourBaseline.Evaluate(
                tokens.Training, counts, tokens.Pieces, set, BatchTokens, cancellation);
            return new LossFigures(
                Math.Log(tokens.Pieces.Count),
                frequencies.Loss,
                neighbours.LeftWord,
                neighbours.BothNeighbours,
                frequencies.MaskedTokens);
        }
        catch (ClozeException)
        {
            // Nothing can be masked, which is a finding of its own.
            return null;
        }
    }
}
