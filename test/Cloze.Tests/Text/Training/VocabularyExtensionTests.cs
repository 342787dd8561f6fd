using System.Text.Json;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

[Trait("Slow", "Emulated")]
public sealed class VocabularyExtensionTests
{
    private static readonly string[] s_letters =
        [.. Enumerable.Range('a', 26).Select(letter => ((char)letter).ToString())];

    [Fact]
    public void TheWordsThatSaveTheMostTokensAreTakenInTheirOrder()
    {
        // tumour 12 * 5, renal 20 * 4, cyst 11 * 3; ab is a piece, and fifteen occurs nine times only.
        string[] documents =
        [
            Repeat("renal", 20), Repeat("Tumour,", 12), Repeat("cyst", 11), Repeat("ab", 90), Repeat("fifteen", 9),
            Repeat("x2x", 50),
        ];
        Tokenizer before = Letters("ab");
        Tokenizer after = VocabularyExtension.Extend(before, documents, 2, threads: 2);
        Assert.Equal([.. before.Vocabulary.Pieces, "renal", "tumour"], after.Vocabulary.Pieces);
        after = VocabularyExtension.Extend(before, documents, 50, threads: 1);
        Assert.Equal(["renal", "tumour", "cyst"], after.Vocabulary.Pieces.Skip(before.Vocabulary.Count));
        Assert.Equal(["renal", "tumour"], after.Pieces("renal TUMOUR"));
    }

    [Fact]
    public void OrderAndThreadsChangeNothing()
    {
        string[] documents = [.. Enumerable.Range(0, 200).Select(i => $"{Word(i % 17)} {Word(i % 23)} {Word(i % 5)}")];
        string[] one = [.. VocabularyExtension.Extend(Letters(), documents, 9, threads: 1).Vocabulary.Pieces];
        string[] two = [.. VocabularyExtension.Extend(
            Letters(), documents.Reverse(), 9, threads: 2).Vocabulary.Pieces];
        Assert.Equal(one, two);
    }

    [Fact]
    public void TextWhoseWordsBeginWithNoneOfTheNewOnesIsCutAsBefore()
    {
        Tokenizer before = Letters("ab", "##ab", "re", "##na");
        Tokenizer after = VocabularyExtension.Extend(before, [Repeat("renal", 20), Repeat("cab", 20)], 5, threads: 1);
        var random = new KeyedRandom(1, RandomPurpose.Weights, 0, 0);
        int asBefore = 0;
        for (int i = 0; i < 3000; i++)
        {
            string text = $"{RandomWord(ref random)} {RandomWord(ref random)}!{RandomWord(ref random)}";
            bool isTouched = text.Split(' ', '!').Any(
                word => word.StartsWith("renal", StringComparison.Ordinal)
                    || word.StartsWith("cab", StringComparison.Ordinal));
            if (isTouched) continue;
            asBefore++;
            Assert.Equal(before.Ids(text), after.Ids(text));
        }

        Assert.True(asBefore > 1500);
        Assert.Equal(["un", "##renal"], VocabularyExtension.Extend(
            Letters("un", "##renal"), [Repeat("renal", 20)], 5, threads: 1).Pieces("unrenal"));
        Assert.Equal(["renal", "##l", "##y"], after.Pieces("renally"));
    }

    [Fact]
    public void APieceThatWouldMakeAWordOfTheTextUnknownIsGivenUp()
    {
        // Without ##x alone, "cystx" is written by "##tx" only, which "cyst" would take the t of.
        Tokenizer before = Tokenizer.Create(Vocabulary.Create(
            [.. new SpecialTokens().All, "cys", "##t", "##tx", "r", "##e", "##nal"]));
        string[] documents = [Repeat("cyst", 30), "cystx", Repeat("renal", 12)];
        Tokenizer after = VocabularyExtension.Extend(before, documents, 5, threads: 1);
        Assert.Equal(["renal"], after.Vocabulary.Pieces.Skip(before.Vocabulary.Count));
        Assert.Equal(["cys", "##tx"], after.Pieces("cystx"));
    }

    [Fact]
    public void ItsFilesAgreeAndOpenAgain()
    {
        using var folder = new TemporaryFolder();
        Tokenizer after = VocabularyExtension.Extend(Letters(), [Repeat("renal", 20)], 5, threads: 1);
        after.Save(folder.Path);
        string[] lines = File.ReadAllLines(folder.File("vocab.txt"));
        Assert.Equal(after.Vocabulary.Pieces, lines);
        foreach (string path in new[] { folder.File("tokenizer.json"), folder.File("vocab.txt") })
        {
            Tokenizer opened = Tokenizer.Load(path);
            Assert.Equal(after.Vocabulary.Pieces, opened.Vocabulary.Pieces);
            Assert.Equal(["renal", "##s"], opened.Pieces("Renals"));
            Assert.Empty(opened.Notes);
        }
    }

    [Fact]
    public void TokensAddedBehindTheModelsPiecesKeepTheirIds()
    {
        using var folder = new TemporaryFolder();
        Letters().Save(folder.Path);
        int count = Letters().Vocabulary.Count;
        File.Delete(folder.File("tokenizer.json"));
        File.Delete(folder.File("tokenizer_config.json"));
        File.WriteAllText(folder.File("added_tokens.json"), $$"""{ "[DOM]": {{count}}, "x\ny": {{count + 1}} }""");
        Tokenizer before = Tokenizer.Load(folder.Path);
        Tokenizer after = VocabularyExtension.Extend(before, [Repeat("renal", 20)], 5, threads: 1);
        Assert.Equal([.. before.Vocabulary.Pieces, "renal"], after.Vocabulary.Pieces);
        Assert.Equal([count, count + 2, count + 1], after.Ids("[DOM] renal x\ny"));
        using var copy = new TemporaryFolder();
        after.Save(copy.Path);
        Assert.Equal([count, count + 2, count + 1], Tokenizer.Load(copy.Path).Ids("[DOM] renal x\ny"));

        // Hugging Face's library gives a token that is no piece of the model an id of its own reckoning.
        Assert.Equal(
            [.. before.Vocabulary.Pieces.SkipLast(1), "", "renal"], File.ReadAllLines(copy.File("vocab.txt")));
        using var json = JsonDocument.Parse(File.ReadAllText(copy.File("tokenizer.json")));
        Assert.Equal(count, json.RootElement.GetProperty("model").GetProperty("vocab").GetProperty("[DOM]").GetInt32());
    }

    [Fact]
    public void ATextWithoutSuchAWordIsAnError()
    {
        ClozeException error = Assert.Throws<ClozeException>(
            () => VocabularyExtension.Extend(Letters(), [Repeat("a", 50), "renal"], 5, threads: 1));
        Assert.Equal("No word of the text that occurs 10 times is cut into several pieces.", error.Message);
        Assert.StartsWith("Leave `extend_vocabulary` out", error.Hint);
    }

    private static Tokenizer Letters(params string[] more) => Tokenizer.Create(Vocabulary.Create(
        [.. new SpecialTokens().All, "!", ",", .. s_letters, .. s_letters.Select(letter => "##" + letter), .. more]));

    private static string Repeat(string word, int times) => string.Join(' ', Enumerable.Repeat(word, times));

    private static string Word(int number) => string.Concat("ba", (char)('a' + number), "no");

    private static string RandomWord(ref KeyedRandom random)
    {
        string[] parts = ["re", "nal", "c", "ab", "x", "una", "l"];
        string word = "";
        for (int i = 1 + random.NextInteger(3); i > 0; i--) word += parts[random.NextInteger(parts.Length)];
        return word;
    }
}
