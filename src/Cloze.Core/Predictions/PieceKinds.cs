using Cloze.Text;

namespace Cloze.Predictions;

/// <summary>Which pieces of a vocabulary begin a word and which go on with one; special tokens do neither.</summary>
/// <param name="Starts">The ids that begin a word, rising.</param>
/// <param name="Continuations">The ids that go on with one, rising.</param>
internal sealed record PieceKinds(int[] Starts, int[] Continuations)
{
    /// <summary>Sorts the pieces of a tokenizer.</summary>
    public static PieceKinds Of(Tokenizer tokenizer)
    {
        Vocabulary vocabulary = tokenizer.Vocabulary;
        string prefix = tokenizer.Definition.Prefix;
        var starts = new List<int>(vocabulary.Count);
        var continuations = new List<int>();
        for (int id = 0; id < vocabulary.Count; id++)
        {
            if (vocabulary.IsSpecial(id) || !vocabulary.IsUsed(id)) continue;
            (Continues(vocabulary[id], prefix) ? continuations : starts).Add(id);
        }

        return new PieceKinds([.. starts], [.. continuations]);
    }

    private static bool Continues(string piece, string prefix) =>
        prefix.Length > 0 && piece.Length > prefix.Length && piece.StartsWith(prefix, StringComparison.Ordinal);
}
