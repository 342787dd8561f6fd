using System.Globalization;

namespace Cloze.Inference;

/// <summary>What to return for a masked position.</summary>
public sealed record FillOptions
{
    /// <summary>The most pieces that <see cref="MaximumPieces"/> may ask for.</summary>
    public const int MostPieces = 8;

    /// <summary>How many predictions, the most likely first. Default 5.</summary>
    public int TopK { get; init; } = 5;

    /// <summary>
    /// The words to choose among; null for the whole vocabulary. Each is a piece of it, or read as text would be, in
    /// lower case by an uncased tokenizer. One of several pieces stands in the place of as many masks; see
    /// <see cref="Prediction.LogProbability"/>. One that the vocabulary cannot write is left out, and
    /// <see cref="FillResult.Notes"/> says so.
    /// </summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>
    /// Words to choose among for each mask, in order, instead of <see cref="Targets"/>: as many lists as a text has
    /// masks, null for the whole vocabulary.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>?>? MaskTargets { get; init; }

    /// <summary>The least probability of a prediction, 0 to 1; less likely ones are left out. Default 0.</summary>
    public double Threshold { get; init; }

    /// <summary>
    /// Words of up to this many pieces are ranked beside words of one, by <see cref="Prediction.LogProbability"/>; 1,
    /// the default, to <see cref="MostPieces"/>. They are searched for with as many beams as predictions are asked for,
    /// at least 10 and at most 100. Where targets are given, they say how many pieces there are.
    /// </summary>
    public int MaximumPieces { get; init; } = 1;

    /// <summary>Makes sure that every value is in its range.</summary>
    /// <exception cref="ClozeException">One is not.</exception>
    internal void Check()
    {
        ModelInput.RequireCount(TopK);
        if (!(Threshold >= 0 && Threshold <= 1))
        {
            throw new ClozeException(
                string.Create(CultureInfo.InvariantCulture, $"threshold is {Threshold}, expected 0 to 1."),
                "Give the least probability that a prediction may have.");
        }

        if (MaximumPieces < 1 || MaximumPieces > MostPieces)
        {
            throw new ClozeException(
                string.Create(
                    CultureInfo.InvariantCulture, $"maximum-pieces is {MaximumPieces}, expected 1 to {MostPieces}."),
                "Give how many pieces a word may have.");
        }

        if (Targets is null || MaskTargets is null) return;
        throw new ClozeException(
            "Targets are given for all masks and for each mask.", "Give one of the two: Targets or MaskTargets.");
    }
}
