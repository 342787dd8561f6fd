namespace Cloze.Evaluation;

/// <summary>A model measured on a text from several sides.</summary>
public sealed record DetailedEvaluation
{
    /// <summary>Loss and accuracy on the masked tokens.</summary>
    public required EvaluationResult Result { get; init; }

    /// <summary>Documents of the text.</summary>
    public required int Documents { get; init; }

    /// <summary>Characters of the text as it was given, in Unicode scalar values, spaces among them.</summary>
    public required long Characters { get; init; }

    /// <summary>Ordinary tokens of the text.</summary>
    public required long Tokens { get; init; }

    /// <summary>Tokens that the vocabulary has no pieces for; they are never masked.</summary>
    public required long UnknownTokens { get; init; }

    /// <summary>
    /// The mean loss for each of the <see cref="Tokens"/>, in bits, over the <see cref="Characters"/>: comparable
    /// between models of different vocabularies. Unknown tokens cost nothing here.
    /// </summary>
    public double BitsPerCharacter => TextSums.BitsPerCharacterOf(Result.Loss, Tokens, Characters);

    /// <summary>
    /// The masked tokens by how often their piece occurs in the text: the most frequent pieces that make up a tenth of
    /// it come first. Tenths without a masked token are left out.
    /// </summary>
    public required IReadOnlyList<EvaluationGroup> ByFrequency { get; init; }

    /// <summary>The masked tokens by what they are; see <see cref="PieceKind"/>.</summary>
    public required IReadOnlyList<EvaluationGroup> ByKind { get; init; }

    /// <summary>The pseudo-likelihood of a fixed sample of the text; null where none was asked for.</summary>
    public PseudoLikelihoodResult? PseudoLikelihood { get; init; }

    /// <summary>The sums of each document, for comparisons.</summary>
    internal IReadOnlyList<TextSums> OfDocuments { get; init; } = [];
}
