using System.Runtime.InteropServices;
using System.Text.Json;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>The fast ways give what the long way gives, whatever the text, the options and what came before.</summary>
public class FastWayTests
{
    private const int Samples = 3_000;

    private static readonly string[] s_pieces =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. "abcdeThlo19.,'-[]?日本é가мирᄒ".Select(letter => $"{letter}"),
        .. "abcdeThlo19日éмирᅡ".Select(letter => $"##{letter}"), "ab", "abc", "##bc", "##abc", "the", "The", "hello",
        "##llo", "aaaaaaaa", "##aaaa", "aaaaaaaaaaaaaaaaaaaa", "##\u0301", "\u0316", "##\u0316", "mask", "##MASK",
        "мир",
    ];

    private static readonly TokenizerOptions[] s_options =
    [
        .. from lower in new[] { true, false }
           from strip in new bool?[] { null, true, false }
           from chinese in new[] { true, false }
           from clean in new[] { true, false }
           from longest in new[] { 100, 5 }
           select new TokenizerOptions
           {
               LowerCase = lower,
               StripAccents = strip,
               HandleChineseCharacters = chinese,
               CleanText = clean,
               MaximumCharactersPerWord = longest,
           },
    ];

    private static readonly Tokenizer[] s_tokenizers = [.. s_options.Select(Create)];

    [Fact]
    public void AnyMixtureGivesTheTokensOfTheLongWay() => Assert.All(
        MixedText.Samples(Samples),
        (text, index) => Check(text, s_tokenizers[index % s_tokenizers.Length]));

    [Trait("Slow", "Emulated")]
    [Fact]
    public void EveryCharacterBesideAsciiIsTakenAsTheLongWayTakesIt()
    {
        foreach (Tokenizer tokenizer in s_tokenizers.Where((_, index) => index % 2 == 0))
        {
            for (char character = '\0'; character < 0x250; character++)
            {
                Check($"Ab{character}cd {character} a {character}", tokenizer);
            }
        }
    }

    [Fact]
    public void WordsOfEveryLengthAtEveryPlaceOfABlockStayWhole()
    {
        for (int length = 0; length < 140; length++)
        {
            for (int before = 0; before < 66; before += 3)
            {
                string word = new string('a', length);
                Check($"{new string(' ', before)}{word}", s_tokenizers[0]);
                Check($"{new string('.', before)}{word}b\u00E9 {word},", s_tokenizers[1]);
            }
        }
    }

    [Fact]
    public void AnIdDoesNotDependOnWhatTheTokenizerReadBefore()
    {
        // So many words that the caches have forgotten each of them several times.
        Tokenizer warm = Create(new TokenizerOptions());
        string[] words = [.. Enumerable.Range(0, 60_000).Select(i => $"{(char)('a' + (i % 5))}{i * 7919L % 99_991}b")];
        string text = string.Join(' ', words);
        List<int> first = Ids(warm, text);
        Assert.Equal(first, Ids(warm, text));
        Assert.Equal(new LongWay(warm).Tokens(text).Ids, first.ToArray());
        Assert.Equal(Ids(Create(new TokenizerOptions()), "abc hello 99"), Ids(warm, "abc hello 99"));
    }

    [Trait("Slow", "Emulated")]
    [Fact]
    public void ManyThreadsMayUseOneTokenizer()
    {
        Tokenizer shared = Create(new TokenizerOptions());
        string[] texts = [.. Enumerable.Range(0, 4_000).Select(i => $"the abc{i % 977} hello{i % 13}é 日本 [MASK] {i}")];
        List<int>[] alone = [.. texts.Select(text => Ids(Create(new TokenizerOptions()), text)).Take(20)];
        var ids = new List<int>[4][];
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(t => new Thread(() =>
            ids[t] = [.. texts.Select(text => Ids(shared, text))]))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(alone, ids[0].Take(20));
        Every.Item(ids, found => Assert.Equal(ids[0], found));
    }

    [Fact]
    public void AListKeepsWhatItHadAndABufferTakesSeveralTexts()
    {
        List<int> ids = [7, 8];
        s_tokenizers[0].AppendIds("the abc", ids);
        Assert.Equal([7, 8, .. Ids(s_tokenizers[0], "the abc")], ids);

        var buffer = new TokenBuffer();
        s_tokenizers[0].Append("the abc", buffer);
        s_tokenizers[0].Append("hello", buffer);
        Assert.Equal([.. Ids(s_tokenizers[0], "the abc"), .. Ids(s_tokenizers[0], "hello")], buffer.Ids.ToArray());
        Assert.Equal(new TextSpan(0, 5), buffer.Offsets[^1]);
        Assert.Equal(0, buffer.WordIds[^1]);
        buffer.Clear();
        Assert.Equal(0, buffer.Count);
    }

    private static Tokenizer Create(TokenizerOptions options) =>
        Tokenizer.Create(Vocabulary.Create(s_pieces), options);

    private static List<int> Ids(Tokenizer tokenizer, string text)
    {
        var ids = new List<int>();
        tokenizer.AppendIds(text, ids);
        return ids;
    }

    // Twice: with a cold cache and with a warm one.
    private static void Check(string text, Tokenizer tokenizer)
    {
        TokenBuffer expected = new LongWay(tokenizer).Tokens(text);
        for (int again = 0; again < 2; again++)
        {
            var found = new TokenBuffer();
            tokenizer.Append(text, found);
            string? difference =
                Difference("ids alone", expected.Ids, CollectionsMarshal.AsSpan(Ids(tokenizer, text)))
                ?? Difference("ids", expected.Ids, found.Ids)
                ?? Difference("offsets", expected.Offsets, found.Offsets)
                ?? Difference("word ids", expected.WordIds, found.WordIds)
                ?? Difference<(int, string)>("names", [.. expected.Names], [.. found.Names]);
            if (difference is not null) Assert.Fail($"{difference} in {JsonSerializer.Serialize(text)}");
        }
    }

    private static string? Difference<T>(string what, ReadOnlySpan<T> expected, ReadOnlySpan<T> found)
        where T : IEquatable<T>
    {
        int at = expected.CommonPrefixLength(found);
        if (at == expected.Length && at == found.Length) return null;
        string[] sides = [Show(expected), Show(found)];
        return $"{what}: expected {sides[0]}, found {sides[1]} at {at} of {expected.Length} and {found.Length}";

        string Show(ReadOnlySpan<T> side) => at < side.Length ? $"{side[at]}" : "nothing";
    }
}
