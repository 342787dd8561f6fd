using Cloze.Inference;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>Pieces put into the text that was given.</summary>
public class MaskPlaceTests
{
    private static readonly Tokenizer s_tokenizer = Tokenizer.Create(Vocabulary.Create(
        [.. new SpecialTokens().All, "the", "cat", "##s", "sat", ".", "a"]));

    [Theory]
    [InlineData("The Cat [MASK].", "sat", "The Cat sat.")]
    [InlineData("The Cat [MASK].", "##s", "The Cats.")]
    [InlineData("The Cat[MASK].", "##s", "The Cats.")]
    [InlineData("The Cat\t[MASK] sat", "##s", "The Cats sat")]
    [InlineData("[MASK] sat", "##s", "##s sat")]
    [InlineData("  [MASK] sat", "##s", "  ##s sat")]
    [InlineData("The [MASK]", "##", "The ##")]
    [InlineData("😀 [MASK] é", "[UNK]", "😀 [UNK] é")]
    [InlineData("[MASK]", "a", "a")]
    public void ThePieceStandsWhereTheMaskStood(string text, string piece, string expected)
    {
        Encoding encoding = s_tokenizer.Encode(text);
        int position = encoding.InputIds.IndexOf(s_tokenizer.Vocabulary.MaskId);
        MaskPlace? place = MaskPlace.Find(text, encoding, position, "[MASK]", PieceMarks.Prefix("##"));
        Assert.NotNull(place);
        Assert.Equal(expected, place.Fill(piece).Text);
    }

    [Theory]
    [InlineData("The [MASK].", " cat", "The cat.", 4)]
    [InlineData("The[MASK].", " cat", "The cat.", 4)]
    [InlineData("[MASK].", " cat", "cat.", 0)]
    [InlineData("The [MASK].", "cat", "The cat.", 4)]
    public void TheSpaceOfAPieceIsNotOfItsPlace(string text, string piece, string expected, int start)
    {
        foreach (PieceMarks marks in (PieceMarks[])[PieceMarks.ByteLevel, PieceMarks.Prefix("")])
        {
            int mask = text.IndexOf('[', StringComparison.Ordinal);
            var place = new MaskPlace(text, IsInPair: false, mask, mask + "[MASK]".Length, marks);
            Assert.Equal(expected, place.Fill(piece).Text);
            Assert.Equal(new TextSpan(start, start + "cat".Length), place.SpanOf(piece));
        }
    }

    [Fact]
    public void AMaskThatIsNotInTheTextsHasNoPlace()
    {
        Encoding encoding = s_tokenizer.Encode("the [MASK]");
        Assert.Null(MaskPlace.Find("the", encoding, 2, "[MASK]", PieceMarks.Prefix("##")));
        Assert.Null(MaskPlace.Find("the other", encoding, 2, "[MASK]", PieceMarks.Prefix("##")));
        Assert.Equal("decoded", new Prediction(5, "the", 0.5, "decoded").Text);
    }
}
