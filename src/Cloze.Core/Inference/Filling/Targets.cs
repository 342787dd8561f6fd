using Cloze.Text;

namespace Cloze.Inference;

/// <summary>The words that a caller lets a model choose among, as pieces of its vocabulary.</summary>
/// <param name="Ids">The words of one piece, each once.</param>
/// <param name="Words">The words of several pieces, each once.</param>
/// <param name="LeftOut">What is said of words that the vocabulary cannot write, a sentence each.</param>
internal sealed record Targets(int[] Ids, IReadOnlyList<int[]> Words, IReadOnlyList<string> LeftOut)
{
    private const string Hint = "Give other words; cloze tokenize shows the pieces of a word.";

    /// <summary>Looks words up: as they stand, or else as the tokenizer reads them, in lower case for one.</summary>
    /// <exception cref="ClozeException">No word is given, or the vocabulary can write none.</exception>
    public static Targets Resolve(Tokenizer tokenizer, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            throw new ClozeException("The list of targets is empty.", "Name a word, or leave the targets out.");
        }

        var found = new List<int[]>(words.Count);
        var leftOut = new List<string>();
        foreach (string word in words)
        {
            ArgumentNullException.ThrowIfNull(word, nameof(words));
            int[] ids = Find(tokenizer, word);
            if (ids.Length > 0) found.Add(ids);
            else leftOut.Add($"The target \"{word}\" is left out: the vocabulary has no pieces for it.");
        }

        if (found.Count == 0)
        {
            string others = words.Count == 1 ? "" : $", nor for any other of the {words.Count}";
            throw new ClozeException($"The vocabulary has no pieces for the target \"{words[0]}\"{others}.", Hint);
        }

        int[] ones = [.. found.Where(ids => ids.Length == 1).Select(ids => ids[0]).Distinct()];
        int[][] several =
        [
            .. found.Where(ids => ids.Length > 1)
                .DistinctBy(ids => string.Join(' ', ids)),
        ];
        return new Targets(ones, several, leftOut);
    }

    // Where words are marked at their beginning, a target is a word that begins. What is unknown stands for any word,
    // so that its probability would be that of none.
    private static int[] Find(Tokenizer tokenizer, string word)
    {
        Vocabulary vocabulary = tokenizer.Vocabulary;
        PieceMarks marks = tokenizer.Definition.Marks;
        if (vocabulary.TryGetId(word, out int id) && !(marks.IsBeginning && marks.Continues(word))) return [id];
        var ids = new List<int>();
        tokenizer.AppendIds(marks.SpellsBytes && !word.StartsWith(' ') ? " " + word : word, ids);
        return ids.Contains(vocabulary.UnknownId) ? [] : [.. ids];
    }
}
