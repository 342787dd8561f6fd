using System.Text.Json;
using Cloze.Inference;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>
/// Letters that are swapped in a word of a text make it surprising: in many sentences, by a model trained elsewhere.
/// </summary>
public class PlantedTypoTests
{
    // Words of so many letters are misspelt; fewer often leave another word.
    private const int FewestLetters = 5;

    [Fact]
    public void AMisspeltWordIsTheMostSurprisingOfItsSentence()
    {
        string file = SharedFiles.Require("golden/fill-mask/sentences.jsonl");
        using var model = MaskedLanguageModel.Load(SharedFiles.Require("golden/fill-mask/model"));
        int typos = 0, first = 0, more = 0;
        double chance = 0;
        foreach (string text in File.ReadLines(file).Select(Sentence))
        {
            TextScore clean = Score(model, text);
            foreach (ScoredWord word in clean.Words.Where(IsMisspelt))
            {
                TextScore score = Score(model, Misspell(text, word));
                ScoredWord typo = score.Words.Single(other => other.Start == word.Start && other.End == word.End);
                typos++;
                chance += 1.0 / score.Words.Count;
                if (typo.LogProbability == score.Words.Min(other => other.LogProbability)) first++;
                if (typo.LogProbability < word.LogProbability) more++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{typos} typos: {first} the most surprising word ({chance:F0} by chance), {more} more so than the word");
        Assert.True(typos >= 200, $"{typos} typos.");
        Assert.True(first >= 0.95 * typos, $"{first} of {typos} typos are the most surprising word.");
        Assert.True(more >= 0.95 * typos, $"{more} of {typos} typos are more surprising than the word.");
    }

    private static TextScore Score(MaskedLanguageModel model, string text) =>
        model.Score(text, new ScoreOptions { WithinWord = true });

    // The sentence with the first word that is accepted in the mask's place.
    private static string Sentence(string line)
    {
        using JsonDocument golden = JsonDocument.Parse(line);
        string word = golden.RootElement.GetProperty("accepted")[0].GetString()!;
        return golden.RootElement.GetProperty("text").GetString()!.Replace("[MASK]", word, StringComparison.Ordinal);
    }

    private static bool IsMisspelt(ScoredWord word) =>
        word.Text.Length >= FewestLetters && word.Text.All(char.IsAsciiLetter) && Middle(word.Text) > 0;

    // The first of two different letters next to each other, from the middle on; 0 where there are none.
    private static int Middle(string word)
    {
        for (int i = word.Length / 2; i + 1 < word.Length; i++)
        {
            if (word[i] != word[i + 1]) return i;
        }

        return 0;
    }

    private static string Misspell(string text, ScoredWord word)
    {
        int at = word.Start + Middle(word.Text);
        return $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}";
    }
}
