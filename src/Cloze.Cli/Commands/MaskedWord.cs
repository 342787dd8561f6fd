using System.Collections.Immutable;
using Cloze.Text;

namespace Cloze.Cli.Commands;

/// <summary>
/// Where a word that a user names stands in a text. A tokenizer may know "cat." or " cat" as one word: then the pieces
/// of it that have something of the named word are meant.
/// </summary>
internal static class MaskedWord
{
    /// <summary>The positions of its pieces, wherever it stands; case does not matter.</summary>
    /// <exception cref="ClozeException">It stands nowhere.</exception>
    public static int[] Positions(string[] texts, Encoding encoding, string word)
    {
        ImmutableArray<int> words = encoding.WordIds, sequences = encoding.SequenceIds;
        int[] positions =
        [
            .. Enumerable.Range(0, words.Length)
                .Where(position => words[position] >= 0)
                .GroupBy(position => (Text: sequences[position], Word: words[position]))
                .SelectMany(pieces => PiecesOf(texts[pieces.Key.Text], encoding.Offsets, [.. pieces], word)),
        ];
        if (positions.Length > 0) return positions;
        throw new ClozeException(
            $"The text has no word \"{word}\".", "Give --mask a word that stands in the text, without punctuation.");
    }

    private static IEnumerable<int> PiecesOf(
        string text, ImmutableArray<TextSpan> places, int[] pieces, string word)
    {
        int start = places[pieces[0]].Start, end = places[pieces[^1]].End;
        foreach (Func<char, bool> isBeside in (Func<char, bool>[])[char.IsWhiteSpace, IsBesideWords])
        {
            while (start < end && isBeside(text[start])) start++;
            while (start < end && isBeside(text[end - 1])) end--;
            if (!string.Equals(text[start..end], word, StringComparison.OrdinalIgnoreCase)) continue;
            return pieces.Where(piece => places[piece].End > start && places[piece].Start < end);
        }

        return [];
    }

    private static bool IsBesideWords(char character) =>
        char.IsWhiteSpace(character) || char.IsPunctuation(character) || char.IsSymbol(character);
}
