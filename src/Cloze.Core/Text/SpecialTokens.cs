namespace Cloze.Text;

/// <summary>The names of the five tokens with a meaning of their own; the defaults are BERT's.</summary>
public sealed record SpecialTokens
{
    /// <summary>Fills short rows of a padded batch.</summary>
    public string Padding { get; init; } = "[PAD]";

    /// <summary>Stands for a word that cannot be composed of pieces.</summary>
    public string Unknown { get; init; } = "[UNK]";

    /// <summary>Stands before the first text.</summary>
    public string Classification { get; init; } = "[CLS]";

    /// <summary>Stands after each text.</summary>
    public string Separator { get; init; } = "[SEP]";

    /// <summary>Stands for a token that the model is to fill in.</summary>
    public string Mask { get; init; } = "[MASK]";

    /// <summary>All five, in the order in which BERT's vocabularies list them.</summary>
    public IReadOnlyList<string> All => [Padding, Unknown, Classification, Separator, Mask];
}
