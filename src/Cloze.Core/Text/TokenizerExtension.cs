namespace Cloze.Text;

/// <summary>Appends pieces to the vocabulary of a tokenizer.</summary>
internal static class TokenizerExtension
{
    /// <summary>
    /// The definition with more pieces of the model's own, which get the next ids; all ids there are stay what they
    /// are. Tokens that were added behind the model's pieces lie among them now, and become pieces, too: a file that
    /// has them beside the pieces says their ids, but Hugging Face's library counts on from the number of pieces.
    /// </summary>
    /// <param name="definition">The tokenizer as it is.</param>
    /// <param name="words">The new pieces, in the order of their ids; none is there already.</param>
    /// <exception cref="ClozeException">The vocabulary becomes too large.</exception>
    public static TokenizerDefinition Extend(TokenizerDefinition definition, IReadOnlyList<string> words)
    {
        Vocabulary old = definition.Vocabulary;
        var pieces = new PieceList("The extended vocabulary", old.Count + words.Count);
        foreach ((int id, string piece) in old.Pieces.Index())
        {
            if (piece.Length > 0) pieces.Set(piece, id);
        }

        for (int i = 0; i < words.Count; i++) pieces.Set(words[i], old.Count + i);
        IEnumerable<string> special =
            definition.AddedTokens.Where(token => token.Special).Select(token => token.Content);
        return definition with
        {
            Vocabulary = new Vocabulary(pieces, old.SpecialTokens, special),
            ModelPieces = old.Count + words.Count,
            OutsideModel = new HashSet<int>(),
        };
    }
}
