using Cloze.Data;
using Cloze.Text;
using CsCheck;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("One. Two! Three? Four")]
    [InlineData("Mr. Cassius crossed the highway. He stopped.", "Mr. Cassius crossed the highway.", "He stopped.")]
    [InlineData("Dr. J. R. Smith came at 5 p.m. He left.", "Dr. J. R. Smith came at 5 p.m.", "He left.")]
    [InlineData("The U.S. Army came. It was late.", "The U.S. Army came.", "It was late.")]
    [InlineData("It was I. He knew.", "It was I.", "He knew.")]
    [InlineData("See Fig. 2 and No. 7. No. It is not.", "See Fig. 2 and No. 7.", "No.", "It is not.")]
    [InlineData("Fruit, e.g. apples, i.e. Food. Good.", "Fruit, e.g. apples, i.e. Food.", "Good.")]
    [InlineData("It costs 3.14 euros. 12 men paid.", "It costs 3.14 euros.", "12 men paid.")]
    [InlineData("1. Wash the beans. 2. Cook them.", "1. Wash the beans.", "2. Cook them.")]
    [InlineData("Ask www.example.com. Then wait.", "Ask www.example.com.", "Then wait.")]
    public void FullStopsOfAbbreviationsAndNumbersEndNothing(string text, params string[] expected) =>
        Assert.Equal(expected.Length == 0 ? ["One.", "Two!", "Three?", "Four"] : expected, Split(text));

    [Theory]
    [InlineData("\"Why?\" said he. \"I go.\"", "\"Why?\" said he.", "\"I go.\"")]
    [InlineData("He said 'No.' Then he left.", "He said 'No.'", "Then he left.")]
    [InlineData("“Come!” “No.” (Never.) End.", "“Come!”", "“No.”", "(Never.)", "End.")]
    [InlineData("„Komm.“ »Nein.« Ende.", "„Komm.“", "»Nein.«", "Ende.")]
    [InlineData("Oh! how I wish. Well... Then?! Yes.", "Oh! how I wish.", "Well...", "Then?!", "Yes.")]
    [InlineData("A word . . . and more. End.", "A word . . . and more.", "End.")]
    [InlineData("Sorrow came.--Miss Taylor married. Then.", "Sorrow came.--Miss Taylor married.", "Then.")]
    [InlineData("¿Qué? ¡Sí! — Bien.", "¿Qué?", "¡Sí!", "— Bien.")]
    public void QuotesAndBracketsStayWithTheirSentence(string text, params string[] expected) =>
        Assert.Equal(expected, Split(text));

    [Theory]
    [InlineData("今日は晴れ。「行く。」と言った。はい！「はい。」「いいえ。」", "今日は晴れ。", "「行く。」と言った。", "はい！", "「はい。」", "「いいえ。」")]
    [InlineData("यह है। वह था।", "यह है।", "वह था।")]
    [InlineData("هل ذهب؟ نعم. لا", "هل ذهب؟", "نعم.", "لا")]
    [InlineData("Это он. «Да.» Нет.", "Это он.", "«Да.»", "Нет.")]
    [InlineData("Hm! \U0001F600 So. \U00010400\U00010428 is.", "Hm!", "\U0001F600 So.", "\U00010400\U00010428 is.")]
    public void OtherScriptsHaveMarksOfTheirOwn(string text, params string[] expected) =>
        Assert.Equal(expected, Split(text));

    [Fact]
    public void LinesMayBeWrappedAnywhereAndHeadingsStandAlone()
    {
        const string text = "EMMA\nBY\nJANE AUSTEN\nCHAPTER I\nEmma Woodhouse, handsome and\nrich, was happy. "
            + "She lived\nlong.\n\nThe real evils\n  \nlast";
        string[] expected =
        [
            "EMMA", "BY", "JANE AUSTEN", "CHAPTER I", "Emma Woodhouse, handsome and\nrich, was happy.",
            "She lived\nlong.", "The real evils", "last",
        ];
        Assert.Equal(expected, Split(text));
        Assert.Equal(
            expected.Select(sentence => sentence.ReplaceLineEndings("\r\n")), Split(text.ReplaceLineEndings("\r\n")));
    }

    [Fact]
    public void OneSentenceALineIsTakenAsItStands() =>
        Assert.Equal(
            ["no mark here", "Mr. A. said so. Twice.", "last"],
            Split("no mark here\n\n Mr. A. said so. Twice. \r\nlast\u2028", SentenceRule.Line));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\n ")]
    public void WhiteSpaceHasNoSentence(string text) => Assert.Empty(Split(text));

    [Fact]
    public void EverySentenceIsAPieceOfTheTextInOrderAndNothingIsLost() =>
        Property.Holds(Texts, 3000, text =>
        {
            var ranges = new List<Range>();
            foreach (SentenceRule rule in Enum.GetValues<SentenceRule>())
            {
                ranges.Clear();
                SentenceSplitter.Split(text, rule, ranges);
                string joined = string.Concat(ranges.Select(range => text[range]));
                Assert.Equal(WithoutSpaces(text), WithoutSpaces(joined));
                Assert.DoesNotContain(ranges, range => string.IsNullOrWhiteSpace(text[range]));
            }
        });

    [Fact]
    public void TheTokensOfTheSentencesAreThoseOfTheText()
    {
        string path = SharedFiles.Require("data/corpus/british-fiction/Austen_Emma.txt");
        Tokenizer tokenizer = Tokenizer.Create(Vocabulary.Create(
            [.. new SpecialTokens().All, .. "abcdefghijklmnopqrstuvwxyz.,;!?'\"-_".Select(c => $"{c}"),
            .. "abcdefghijklmnopqrstuvwxyz".Select(c => $"##{c}")]));
        int count = 0;
        foreach (Document document in Corpus.Read(new CorpusOptions { Paths = [path] }))
        {
            List<int> whole = [], parts = [];
            tokenizer.AppendIds(document.Text, whole);
            foreach (string sentence in Split(document.Text))
            {
                tokenizer.AppendIds(sentence, parts);
                count++;
            }

            Assert.Equal(whole, parts);
        }

        Assert.InRange(count, 7000, 12_000);
    }

    private static Gen<string> Texts => Gen.Int[0, Parts.Length - 1].Array[0, 40].Select(
        parts => string.Concat(parts.Select(part => Parts[part])));

    private static string[] Parts =>
    [
        "a", "B", "Mr", "No", "e.g", "12", ".", ".", "!", "?", "…", "。", "」", "「", "\"", "'", "”", "(", ")", "-", " ",
        " ", " ", "\n", "\n\n", "\r\n", "\u2028", "\u2029", "CHAPTER", "\U0001F600", "\uD83D", "\uDE00", ",", "\t", "«",
    ];

    private static string WithoutSpaces(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static string[] Split(string text, SentenceRule rule = SentenceRule.Text)
    {
        var ranges = new List<Range>();
        SentenceSplitter.Split(text, rule, ranges);
        return [.. ranges.Select(range => text[range])];
    }
}
