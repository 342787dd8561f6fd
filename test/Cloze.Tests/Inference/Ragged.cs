using Cloze.Inference;

namespace Cloze.Tests.Inference;

/// <summary>Texts of many lengths in the very small model's words, alone and in pairs, of one to five masks.</summary>
internal static class Ragged
{
    private static readonly string[] s_words = ["the", "cat", "sees", "a", "tree", "horse", "river", "hears"];

    public static TextPair[] Texts(int count) => [.. Enumerable.Range(0, count).Select(Text)];

    public static TextPair Text(int number)
    {
        var random = new KeyedRandom(9, RandomPurpose.Order, 0, (ulong)number);
        string[] words = new string[1 + random.NextInteger(12)];
        for (int i = 0; i < words.Length; i++) words[i] = s_words[random.NextInteger(s_words.Length)];
        int masks = 1 + random.NextInteger(4);
        for (int i = 0; i < masks; i++) words[random.NextInteger(words.Length)] = "[MASK]";
        string text = string.Join(' ', words);
        return number % 3 == 0 ? new TextPair(text, "a dog [MASK] the road") : text;
    }

    /// <summary>Everything that an answer says, to the last bit of its probabilities.</summary>
    public static string Describe(FillResult result) => string.Join('\n', result.Masks.SelectMany(mask => mask).Select(
        prediction => $"{prediction.TokenId} {prediction.Token} {prediction.Probability:R} {prediction.Sequence}"));
}
