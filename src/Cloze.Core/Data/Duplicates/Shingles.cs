namespace Cloze.Data;

/// <summary>
/// The runs of five words that a text has, as hashes: the set by which texts are compared. Case, punctuation and white
/// space make no difference; a character of Chinese or Japanese is a word.
/// </summary>
internal static class Shingles
{
    /// <summary>Words of a run (Broder 1997 calls it a shingle).</summary>
    public const int Words = 5;

    private const ulong Prime = 0x100000001B3;
    private const ulong Basis = 0xCBF29CE484222325;

    // Of ASCII, most of most texts, the letters and digits in lower case; 0 for what is between words.
    private static readonly byte[] s_ascii =
    [
        .. Enumerable.Range(0, 128).Select(
            code => char.IsAsciiLetterOrDigit((char)code) ? (byte)char.ToLowerInvariant((char)code) : (byte)0),
    ];

    /// <summary>
    /// Fills a list with the hashes, one for each place: equal runs give equal hashes. A text of fewer words than five
    /// is one run; one without words is taken as it stands.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Room for the hashes of the words; what is in it goes.</param>
    /// <param name="hashes">Receives the hashes; what is in it goes.</param>
    public static void Find(ReadOnlySpan<char> text, List<ulong> words, List<ulong> hashes)
    {
        hashes.Clear();
        FindWords(text, words);
        if (words.Count == 0) words.Add(HashOf(text.Trim()));
        int length = Math.Min(Words, words.Count);
        for (int i = 0; i + length <= words.Count; i++)
        {
            ulong hash = 0;
            for (int word = i; word < i + length; word++) hash = Mix(hash + words[word]);
            hashes.Add(hash);
        }
    }

    /// <summary>Spreads a number over all 64 bits (the finaliser of SplitMix64, Steele et al. 2014).</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>The hash of a text, character by character (FNV-1a on UTF-16 units), spread over all bits.</summary>
    public static ulong HashOf(ReadOnlySpan<char> text)
    {
        ulong hash = Basis;
        foreach (char character in text) hash = (hash ^ character) * Prime;
        return Mix(hash);
    }

    private static void FindWords(ReadOnlySpan<char> text, List<ulong> words)
    {
        words.Clear();
        ulong hash = Basis;
        bool isOpen = false;
        foreach (char character in text)
        {
            if (char.IsAscii(character))
            {
                byte lower = s_ascii[character];
                if (isOpen && lower == 0) words.Add(Mix(hash));
                hash = ((isOpen ? hash : Basis) ^ lower) * Prime;
                isOpen = lower != 0;
                continue;
            }

            bool isWord = char.IsLetterOrDigit(character) || char.IsSurrogate(character);
            if (isOpen && (!isWord || IsWordItself(character))) words.Add(Mix(hash));
            if (!isOpen || !isWord || IsWordItself(character)) hash = Basis;
            if (isWord) hash = (hash ^ char.ToLowerInvariant(character)) * Prime;
            isOpen = isWord;
        }

        if (isOpen) words.Add(Mix(hash));
    }

    // Hiragana, Katakana and the ideographs: scripts without spaces between words.
    private static bool IsWordItself(char character) =>
        character is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');
}
