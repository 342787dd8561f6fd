using Cloze.Inference;
using Cloze.Masking;
using Cloze.Predictions;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>Which pieces continue a word, and what is written where one is filled in.</summary>
public class PieceMarksTests
{
    [Theory]
    [InlineData("##ing", true, "ing")]
    [InlineData("ing", false, "ing")]
    [InlineData("##", false, "##")]
    public void WordPieceMarksWhatGoesOn(string piece, bool continues, string text) =>
        Check(PieceMarks.Prefix("##"), piece, continues, text);

    [Theory]
    [InlineData("\u0120cat", false, "cat")]
    [InlineData("s", true, "s")]
    [InlineData(",", true, ",")]
    [InlineData("\u0120caf\u00C3\u00A9", false, "café")]
    [InlineData("\u0120", false, "")]
    [InlineData("\u010A", false, "")]
    [InlineData("", false, "")]
    public void ByteLevelPairsMarkWhatBegins(string piece, bool continues, string text) =>
        Check(PieceMarks.ByteLevel, piece, continues, text);

    [Theory]
    [InlineData("\u2581cat", false, "cat")]
    [InlineData("s", true, "s")]
    [InlineData("\u2581", false, "")]
    public void SentencePieceMarksWhatBegins(string piece, bool continues, string text) =>
        Check(PieceMarks.Before("\u2581"), piece, continues, text);

    [Theory]
    [InlineData("The cat <mask>.", "\u0120sat", " sat", "The cat sat.", 8)]
    [InlineData("The cat <mask>.", "s", "s", "The cats.", 7)]
    [InlineData("(<mask>", "\u0120sat", " sat", "( sat", 2)]
    [InlineData("<mask> sat", "The", "The", "The sat", 0)]
    [InlineData("<mask> sat", "\u0120The", " The", "The sat", 0)]
    [InlineData("  <mask>", "The", "The", "  The", 2)]
    public void WhatIsFilledInStandsApartWhereAWordBegins(
        string text, string piece, string decoded, string expected, int start)
    {
        int at = text.IndexOf("<mask>", StringComparison.Ordinal);
        MaskPlace place = new MaskPlace(text, false, at, at + "<mask>".Length, PieceMarks.ByteLevel).For(piece);
        Assert.Equal(expected, place.Fill(decoded).Text);
        Assert.Equal(new TextSpan(start, start + decoded.Trim().Length), place.SpanOf(decoded));
    }

    [Fact]
    public void MaskingAndPredictionGroupBytePairsByTheirMarks()
    {
        Tokenizer tokenizer = BytePairTrainer.Train(
            ["the cat, the cat, the cats", "the cat"], new BytePairTrainerOptions { VocabularySize = 300 });
        var pieces = PieceTable.From(tokenizer);
        var kinds = PieceKinds.Of(tokenizer);
        Every.Item(["\u0120cat", ",", "s", "\u0120"], piece =>
        {
            Assert.True(tokenizer.Vocabulary.TryGetId(piece, out int id));
            bool continues = piece is "," or "s";
            Assert.Equal(continues, pieces.Continues(id));
            Assert.Equal(continues, kinds.Continuations.Contains(id));
            Assert.Equal(!continues, kinds.Starts.Contains(id));
        });
        Assert.DoesNotContain(tokenizer.Vocabulary.MaskId, kinds.Starts.Concat(kinds.Continuations));
        Assert.True(pieces.IsSpecial(tokenizer.Vocabulary.MaskId));
        Assert.Equal(
            (0, 2, 4), (pieces.ClassificationId, pieces.SeparatorId, pieces.MaskId));
    }

    private static void Check(PieceMarks marks, string piece, bool continues, string text)
    {
        Assert.Equal(continues, marks.Continues(piece));
        Assert.Equal(text, marks.TextOf(piece));
    }
}
