namespace Cloze.Tests.Doctor;

/// <summary>Documents with nothing wrong, drawn from a few words by a seed.</summary>
internal static class SampleTexts
{
    private static readonly string[] s_words =
    [
        "the", "of", "and", "to", "in", "is", "cat", "dog", "house", "river", "garden", "old", "green", "sees",
        "follows", "likes", "behind", "under", "morning", "evening", "bird", "horse", "road", "stone", "quiet",
    ];

    /// <summary>So many documents of three lines, of two sentences each.</summary>
    public static string[] Sound(int count = 60) => [.. Enumerable.Range(0, count).Select(Document)];

    /// <summary>A sentence of twelve words, by two numbers.</summary>
    public static string Sentence(int first, int second)
    {
        var random = new KeyedRandom((ulong)first, RandomPurpose.Weights, 5, (ulong)second);
        string[] words = new string[12];
        for (int i = 0; i < words.Length; i++) words[i] = s_words[random.NextInteger(s_words.Length)];
        string sentence = string.Join(' ', words);
        return char.ToUpperInvariant(sentence[0]) + sentence[1..] + ".";
    }

    private static string Document(int number) => string.Join('\n', Enumerable.Range(0, 3).Select(
        line => $"{Sentence(number, line)} {Sentence(line, number + 99)}"));
}
