using Cloze.Inference;
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

    private static void Check(PieceMarks marks, string piece, bool continues, string text)
    {
        Assert.Equal(continues, marks.Continues(piece));
        Assert.Equal(text, marks.TextOf(piece));
    }
}
