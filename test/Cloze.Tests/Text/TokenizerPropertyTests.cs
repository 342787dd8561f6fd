using Cloze.Text;
using CsCheck;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>What holds of every text, however hostile.</summary>
public class TokenizerPropertyTests
{
    private const int Samples = 2_000;

    private static readonly Tokenizer[] s_tokenizers =
        [.. new[] { true, false }.Select(lower => Create(new TokenizerOptions { LowerCase = lower }))];

    private static readonly Gen<string> s_anyText =
        Gen.OneOf(MixedText.Texts, Gen.Char.Array[0, 30].Select(characters => new string(characters)));

    private static readonly Gen<string> s_plainText =
        Gen.Char['a', 'e'].Array[1, 9].Select(letters => new string(letters)).Array[0, 12]
            .Select(words => string.Join(' ', words));

    [Fact]
    public void OffsetsLieInTheTextAndIdsInTheVocabulary() => Property.Holds(s_anyText, Samples, text =>
    {
        foreach (Tokenizer tokenizer in s_tokenizers)
        {
            Encoding encoding = tokenizer.Encode(text);
            Every.Item(encoding.InputIds, id => Assert.InRange(id, 0, tokenizer.Vocabulary.Count - 1));
            Assert.Equal(tokenizer.Vocabulary.ClassificationId, encoding.InputIds[0]);
            Assert.Equal(tokenizer.Vocabulary.SeparatorId, encoding.InputIds[^1]);
            int before = 0;
            foreach (TextSpan span in encoding.Offsets.RemoveAt(0).RemoveAt(encoding.Offsets.Length - 2))
            {
                Assert.True(before <= span.Start && span.Start < span.End && span.End <= text.Length);
                before = span.Start;
            }
        }
    });

    [Fact]
    public void TheLongWayGivesTheSame() => Property.Holds(s_anyText, Samples, text =>
    {
        foreach (Tokenizer tokenizer in s_tokenizers)
        {
            TokenBuffer expected = new LongWay(tokenizer).Tokens(text), found = new();
            tokenizer.Append(text, found);
            Assert.Equal(expected.Ids, found.Ids);
            Assert.Equal(expected.Offsets, found.Offsets);
        }
    });

    [Fact]
    public void ATextAloneIsTheFirstOfAPairAndTruncationKeepsToItsLimit() => Property.Holds(
        Gen.Select(s_anyText, s_anyText, Gen.Int[3, 20]),
        Samples,
        sample =>
        {
            (string text, string pair, int limit) = sample;
            Tokenizer tokenizer = s_tokenizers[0];
            Encoding alone = tokenizer.Encode(text), both = tokenizer.Encode(text, pair);
            Assert.Equal(alone.InputIds.AsSpan(), both.InputIds.AsSpan(0, alone.InputIds.Length));
            Assert.Equal(both.InputIds.Length - alone.InputIds.Length, both.TokenTypeIds.Sum());
            var options = new EncodingOptions { MaximumLength = limit };
            Assert.Equal(
                Math.Min(limit, both.InputIds.Length), tokenizer.Encode(text, pair, options).InputIds.Length);
        });

    [Fact]
    public void AnyIdsCanBeDecoded() => Property.Holds(
        Gen.Int[0, s_tokenizers[0].Vocabulary.Count - 1].Array[0, 40],
        Samples,
        ids =>
        {
            Assert.NotNull(s_tokenizers[0].Decode(ids));
            string all = s_tokenizers[0].Decode(ids, skipSpecialTokens: false);
            Assert.Equal(ids.Contains(s_tokenizers[0].Vocabulary.MaskId), all.Contains("[MASK]"));
        });

    [Fact]
    public void WordsOfKnownLettersComeBack() => Property.Holds(s_plainText, Samples, text =>
    {
        foreach (Tokenizer tokenizer in s_tokenizers)
        {
            Encoding encoding = tokenizer.Encode(text);
            Assert.DoesNotContain(tokenizer.Vocabulary.UnknownId, encoding.InputIds);
            string decoded = tokenizer.Decode(encoding.InputIds.AsSpan());
            Assert.Equal(text, decoded);
            Assert.Equal(encoding.InputIds.AsSpan(), tokenizer.Encode(decoded).InputIds.AsSpan());
        }
    });

    private static Tokenizer Create(TokenizerOptions options)
    {
        string[] letters = [.. "abcdehlotABC019.,'-[]?日é가мир".Select(letter => $"{letter}")];
        string[] pieces =
        [
            .. new SpecialTokens().All, .. letters, .. letters.Select(letter => $"##{letter}"), "ab", "abc", "##bc",
            "the", "hello", "##llo", "aaaa", "##aaaa", "\u0301", "##\u0301",
        ];
        return Tokenizer.Create(Vocabulary.Create(pieces), options);
    }
}
