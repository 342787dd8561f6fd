using Cloze.Text;

namespace Cloze.Inference;

/// <summary>The words that a caller lets a model choose among, as pieces of its vocabulary.</summary>
/// <param name="Ids">The pieces, each once.</param>
/// <param name="LeftOut">What is said of words that are no single piece, a sentence each.</param>
internal sealed record Targets(int[] Ids, IReadOnlyList<string> LeftOut)
{
    private const string Hint = "Give words that are one piece each; cloze tokenize shows the pieces of a word.";

    /// <summary>
    /// Looks words up: as they stand, or else as the tokenizer reads them, in lower case for one. A word of several
    /// pieces is left out: its first piece alone would be another word.
    /// </summary>
    /// <exception cref="ClozeException">No word is given, or none is a single piece.</exception>
    public static Targets Resolve(Tokenizer tokenizer, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            throw new ClozeException("The list of targets is empty.", "Name a word, or leave the targets out.");
        }

        var found = new List<int>(words.Count);
        var leftOut = new List<string>();
        foreach (string word in words)
        {
            if (Find(tokenizer, word, out string what) is int id) found.Add(id);
            else leftOut.Add($"The target \"{word}\" is left out: it is no single piece of the vocabulary but {what}.");
        }

        if (found.Count > 0) return new Targets([.. found.Distinct()], leftOut);
        Find(tokenizer, words[0], out string pieces);
        string others = words.Count == 1 ? "" : $", nor is any other of the {words.Count}";
        throw new ClozeException(
            $"The target \"{words[0]}\" is no single piece of the vocabulary but {pieces}{others}.", Hint);
    }

    private static int? Find(Tokenizer tokenizer, string word, out string what)
    {
        Vocabulary vocabulary = tokenizer.Vocabulary;
        what = "";
        if (vocabulary.TryGetId(word, out int id)) return id;
        var ids = new List<int>();
        tokenizer.AppendIds(word, ids);
        if (ids.Count == 1 && ids[0] != vocabulary.UnknownId) return ids[0];
        what = ids.Count == 0 ? "nothing" : $"\"{string.Join(' ', ids.Select(piece => vocabulary[piece]))}\"";
        return null;
    }
}
