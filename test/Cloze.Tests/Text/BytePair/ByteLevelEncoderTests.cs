using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>The fast way of byte-level pairs gives what the long way gives.</summary>
public class ByteLevelEncoderTests
{
    private static readonly Tokenizer s_plain = Learned();
    private static readonly Tokenizer s_spaced = new(
        BytePairSetup.Apply(s_plain.Definition, gpt2: false, addSpace: true));

    [Trait("Slow", "Emulated")]
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnyMixtureGivesTheTokensOfTheLongWay(bool spaced)
    {
        Tokenizer tokenizer = spaced ? s_spaced : s_plain;
        Assert.All(MixedText.Samples(3_000), text => Check(tokenizer, text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WordsOfEveryLengthAreTheSameOnBothWays(bool spaced)
    {
        Tokenizer tokenizer = spaced ? s_spaced : s_plain;
        for (int length = 0; length < 80; length++)
        {
            Check(tokenizer, new string('a', length));
            Check(tokenizer, $" {new string('a', length)} b");
            Check(tokenizer, $"{new string('\0', length)}a");
            Check(tokenizer, $"{new string('é', length)} {new string('語', length)}");
        }
    }

    [Fact]
    public void TextComesBackWholeFromItsIds()
    {
        foreach (string text in MixedText.Samples(1_000))
        {
            string whole = string.Concat(text.EnumerateRunes());
            if (s_plain.Definition.AddedTokens.Any(token => whole.Contains(token.Content))) continue;
            var ids = new List<int>();
            s_plain.AppendIds(text, ids);
            Assert.Equal(whole, s_plain.Decode([.. ids]));
        }
    }

    private static void Check(Tokenizer tokenizer, string text)
    {
        TokenBuffer expected = new LongWay(tokenizer).Tokens(text);
        var found = new TokenBuffer();
        tokenizer.Append(text, found);
        Assert.Equal(expected.Ids.ToArray(), found.Ids.ToArray());
        Assert.Equal(expected.Offsets.ToArray(), found.Offsets.ToArray());
        Assert.Equal(expected.WordIds.ToArray(), found.WordIds.ToArray());
        var ids = new List<int>();
        tokenizer.AppendIds(text, ids);
        Assert.Equal(expected.Ids.ToArray(), ids);
    }

    private static Tokenizer Learned() => BytePairTrainer.Train(
        MixedText.Samples(300), new BytePairTrainerOptions { VocabularySize = 600, Threads = 1 });
}
