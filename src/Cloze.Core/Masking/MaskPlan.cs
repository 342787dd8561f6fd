namespace Cloze.Masking;

/// <summary>How the model meets a position that it is to predict.</summary>
public enum MaskKind
{
    /// <summary>The text itself has a mask there; the true word is unknown.</summary>
    Given,

    /// <summary>The word became the mask token (80 %).</summary>
    Mask,

    /// <summary>The word became a random one (10 %).</summary>
    Random,

    /// <summary>The word stayed (10 %).</summary>
    Kept,
}

/// <summary>One position to be predicted.</summary>
/// <param name="Position">Its place in the encoded sentence.</param>
/// <param name="Kind">What became of the word there.</param>
/// <param name="InputId">The id that the model sees.</param>
public sealed record MaskPlan(int Position, MaskKind Kind, int InputId);
