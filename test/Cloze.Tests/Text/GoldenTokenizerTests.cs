using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

public class GoldenTokenizerTests
{
    private const int Shown = 10;

    [Theory]
    [InlineData("uncased", 4_160)]
    [InlineData("cased", 2_120)]
    [InlineData("chinese", 2_120)]
    [InlineData("multilingual", 2_120)]
    public void EveryLineIsTheReferencesLine(string name, int lines) =>
        CheckLines(GoldenVocabularies.Tokenizer(name), SharedFiles.Require($"golden/tokenizer/{name}.jsonl"), lines);

    [Theory]
    [InlineData("toy-uncased")]
    [InlineData("toy-accents")]
    [InlineData("toy-cased")]
    public void EveryLineOfASavedTokenizerIsTheReferencesLine(string name)
    {
        string folder = SharedFiles.Require($"golden/tokenizer/saved/{name}");
        CheckLines(Tokenizer.Load(folder), Path.Combine(folder, "lines.jsonl"), 200);
    }

    [Fact]
    public void TheSentenceOfTheDesignHasItsSixtyFiveIds()
    {
        const string sentence =
            "The rain had stopped just before dawn, leaving the streets coated in a thin silver sheen. A cat darted "
            + "across the alley, pausing briefly to eye the half-open bakery door. Inside, the smell of warm bread "
            + "mixed with the faint hum of an old refrigerator, filling the quiet with a strange sense of "
            + "anticipation.";
        Encoding encoding = GoldenVocabularies.Tokenizer("uncased").Encode(sentence);
        Assert.Equal(65, encoding.InputIds.Length);
        Assert.Equal([101, 1996, 4542, 2018, 3030, 2074, 2077, 6440, 1010], encoding.InputIds.Take(9));
    }

    [Theory]
    [InlineData("gpt2", "GPT2Tokenizer", 2_167)]
    [InlineData("roberta", "RobertaTokenizer", 2_167)]
    public void EveryLineOfByteLevelPairsIsTheReferencesLine(string name, string kind, int lines)
    {
        using var folder = new BytePairFolderOf(name == "gpt2" ? "gpt2" : "roberta-base", kind);
        CheckLines(Tokenizer.Load(folder.Path), SharedFiles.Require($"golden/tokenizer-bpe/{name}.jsonl"), lines);
    }

    [Fact]
    public void EveryLineOfRobertasTokenizerFileIsTheReferencesLine() => CheckLines(
        Tokenizer.Load(SharedFiles.Require("data/vocab/roberta-base-tokenizer.json")),
        SharedFiles.Require("golden/tokenizer-bpe/roberta.jsonl"),
        2_167);

    private static void CheckLines(Tokenizer tokenizer, string path, int expectedLines)
    {
        var ids = new List<int>();
        var plain = new EncodingOptions { AddSpecialTokens = false, Truncation = TruncationStrategy.None };
        int lines = 0, wrong = 0;
        var shown = new List<string>();
        foreach (GoldenLine line in GoldenLine.Read(path))
        {
            lines++;
            List<string> differences = [.. line.Differences(tokenizer)];
            ids.Clear();
            tokenizer.AppendIds(line.Text, ids);
            bool agree = ids.SequenceEqual(tokenizer.Encode(line.Text, null, plain).InputIds);
            if (!agree) differences.Add("AppendIds disagrees");
            if (differences.Count == 0) continue;
            if (++wrong <= Shown) shown.Add($"{line}\n    {string.Join("\n    ", differences)}");
        }

        Assert.True(wrong == 0, $"{wrong} of {lines} lines differ, the first:\n{string.Join('\n', shown)}");
        Assert.Equal(expectedLines, lines);
    }
}
