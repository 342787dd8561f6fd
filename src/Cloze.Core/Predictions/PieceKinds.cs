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
        PieceMarks marks = tokenizer.Definition.Marks;
        var starts = new List<int>(vocabulary.Count);
        var continuations = new List<int>();
        for (int id = 0; id < vocabulary.Count; id++)
        {
            if (vocabulary.IsSpecial(id) || !vocabulary.IsUsed(id)) continue;
            (marks.Continues(vocabulary[id]) ? continuations : starts).Add(id);
        }

        return new PieceKinds([.. starts], [.. continuations]);
    }
}
