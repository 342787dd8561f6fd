namespace Cloze.Text;

/// <summary>The kinds of vocabularies that can be learned from text.</summary>
public enum VocabularyKind
{
    /// <summary>BERT's word pieces, of normalised words.</summary>
    WordPiece,

    /// <summary>Byte-level byte pairs, as RoBERTa's: all text as it stands, nothing is unknown.</summary>
    BytePair,
}
