using Cloze.Cli.Rendering;
using Xunit;

namespace Cloze.Tests.Cli;

public class SentenceWindowTests
{
    private const string Text = "one two three four five six seven eight nine ten";

    [Fact]
    public void WhatFitsStaysWhole() =>
        Assert.Equal(Text, SentenceWindow.Around(Text, 0, 3, Text.Length));

    [Theory]
    [InlineData("one", "one two three …")]
    [InlineData("five", "… four five six …")]
    [InlineData("ten", "… eight nine ten")]
    public void TheWordStandsInTheWindowAndLinesEndBetweenWords(string word, string expected) =>
        Assert.Equal(expected, Around(Text, word, 20));

    [Fact]
    public void NoWindowIsWiderThanItsRoom()
    {
        string[] texts = [Text, new string('x', 500), string.Concat(Enumerable.Repeat("日本語の文", 40)), "e\u0301 " + Text];
        foreach (string text in texts)
        {
            for (int width = 20; width < 60; width++)
            {
                string window = SentenceWindow.Around(text, text.Length / 2, 1, width);
                Assert.InRange(TextWidth.Of(window), 1, width);
            }
        }
    }

    [Fact]
    public void AWordLongerThanTheRoomShowsItsBeginning() =>
        Assert.Equal("… abcde… …", Around("so abcdefghij is", "abcdefghij", 10));

    [Fact]
    public void LineEndsAndTabsAreSpaces() =>
        Assert.Equal("one two three", SentenceWindow.Around("one\ntwo\tthree", 0, 3, 40));

    private static string Around(string text, string word, int width) => SentenceWindow.Around(
        text, text.IndexOf(word, StringComparison.Ordinal), word.Length, width);
}
