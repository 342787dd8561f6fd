namespace Cloze.Doctor;

/// <summary>How a text is cut into pieces.</summary>
/// <param name="VocabularySize">V, the pieces of the vocabulary.</param>
/// <param name="IsTrained">Whether the vocabulary was learned from the sample; otherwise it is the model's.</param>
/// <param name="Words">Words of the sample, parted by white space.</param>
/// <param name="Pieces">Its pieces.</param>
/// <param name="UnknownPieces">Of these, the unknown ones.</param>
/// <param name="Sequences">Sequences that it is cut into.</param>
/// <param name="SequencesWithoutMasks">Of these, those in which no token could be masked.</param>
public sealed record PieceFigures(
    int VocabularySize,
    bool IsTrained,
    long Words,
    long Pieces,
    long UnknownPieces,
    long Sequences,
    long SequencesWithoutMasks)
{
    /// <summary>Pieces of a word, on average.</summary>
    public double PiecesPerWord => (double)Pieces / Math.Max(1, Words);

    /// <summary>The share of the pieces that are unknown.</summary>
    public double UnknownRate => (double)UnknownPieces / Math.Max(1, Pieces);
}
