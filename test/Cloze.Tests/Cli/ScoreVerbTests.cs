using System.Text.Json;
using Cloze.Cli.Rendering;
using Cloze.Inference;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class ScoreVerbTests : IDisposable
{
    private const string Text = "The cat sees a tree";
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task TheTableHasEachWordAndTheSums()
    {
        CliRun run = await Score(Text);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Every.Item(Text.Split(' '), word => Assert.Contains(run.Lines, line => line.TrimStart().StartsWith(word)));
        using var model = MaskedLanguageModel.Load(_run.Start);
        TextScore score = model.Score(Text);
        Assert.EndsWith(
            FormattableString.Invariant($"5 tokens, log-probability {score.LogProbability:F3} nats, ")
            + FormattableString.Invariant($"pseudo-perplexity {score.PseudoPerplexity:F2}."),
            run.Lines[^1]);
    }

    [Fact]
    public async Task OneTokenIsNotSeveral() =>
        Assert.StartsWith("1 token, log-probability ", (await Score("cat")).Lines[^1]);

    [Theory]
    [InlineData]
    [InlineData("--within-word")]
    public async Task JsonHasTokensAndWordsThatAddUp(params string[] options)
    {
        using JsonDocument json = await ScoreJson([Text, .. options]);
        using var model = MaskedLanguageModel.Load(_run.Start);
        TextScore score = model.Score(Text, new ScoreOptions { WithinWord = options.Length > 0 });
        JsonElement root = json.RootElement;
        Assert.Equal(score.LogProbability, root.GetProperty("log_probability").GetDouble());
        Assert.Equal(score.PseudoPerplexity, root.GetProperty("pseudo_perplexity").GetDouble());
        Assert.Equal(score.LogProbability, Sum(root.GetProperty("tokens")), 9);
        Assert.Equal(score.LogProbability, Sum(root.GetProperty("words")), 9);
        JsonElement cat = root.GetProperty("words")[1];
        Assert.Equal(("cat", 4, 7), (Name(cat), Number(cat, "start"), Number(cat, "end")));
        Assert.False(cat.TryGetProperty("replacements", out _));
        Assert.False(root.TryGetProperty("line", out _));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6, "--offsets", "utf-16")]
    public async Task OffsetsAreCodePointsUnlessUtf16IsAskedFor(int start, params string[] options)
    {
        using JsonDocument json = await ScoreJson(["😀 a cat", .. options]);
        JsonElement cat = json.RootElement.GetProperty("words").EnumerateArray().Last();
        Assert.Equal(("cat", start - 1), (Name(cat), Number(cat, "start")));
    }

    [Fact]
    public async Task ReplacementsAreProposedForEachWord()
    {
        using JsonDocument json = await ScoreJson([Text, "--replacements", "2"]);
        Every.Item(json.RootElement.GetProperty("words").EnumerateArray(), word =>
        {
            JsonElement others = word.GetProperty("replacements");
            Assert.Equal(2, others.GetArrayLength());
            Assert.NotEqual(Name(word).ToLowerInvariant(), others[0].GetProperty("token_str").GetString());
        });
        CliRun table = await Score(Text, "--replacements", "2");
        Assert.Contains("the model expects", table.Output);
    }

    [Fact]
    public async Task HighlightMarksWhatIsSurprisingInTheTextItself()
    {
        CliRun all = await Score("The cat, sees", "--highlight", "--surprise", "0");
        Assert.StartsWith(">>The<< >>cat<<>>,<< >>sees<<", all.Output);
        CliRun none = await Score("The cat, sees", "--highlight", "--surprise", "1000");
        Assert.StartsWith("The cat, sees", none.Output);
        CliRun lines = await Many("The  cat\na dog\n", "--highlight", "--surprise", "0");
        Assert.Equal([">>The<<  >>cat<<", ">>a<< >>dog<<"], lines.Lines);
    }

    [Fact]
    public async Task TheWordsOfBothTextsAreShownWhereTheyAreAskedFor()
    {
        CliRun two = await Score(
            "The cat", "--pair", "a dog", "--highlight", "--surprise", "0", "--replacements", "2");
        Assert.Equal(">>The<< >>cat<<", two.Lines[0]);
        Assert.Contains(">>a<< >>dog<<", two.Lines);
        Assert.Equal(2, two.Lines.Count(line => line.Contains("the model expects")));
        Assert.Contains("is likelier, by", two.Output);
        CliRun line = await Many(
            """{"text":"The cat","pair":"a dog"}""" + "\n", "--highlight", "--surprise", "0");
        Assert.EndsWith("nats.  >>The<< >>cat<< | >>a<< >>dog<<", line.Lines[0]);
    }

    [Fact]
    public async Task ManyHaveTheScoresOfEachAlone()
    {
        string[] texts = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? Text : i % 3 == 1 ? "a dog" : "a cat")];
        CliRun many = await Many(string.Join('\n', texts), "--json");
        Assert.Equal((0, ""), (many.ExitCode, many.Error));
        string[] alone = [.. (await Task.WhenAll(texts[..3].Select(text => Score(text, "--json")))).Select(One)];
        Assert.Equal(texts.Select((_, i) => $"{{\"line\":{i + 1},{alone[i % 3]}"), many.Lines);
        CliRun plain = await Many("a dog\n");
        Assert.Matches(@"^-\d+\.\d{3} nats  perplexity \d+\.\d\d  tokens 2  most surprising (a|dog) \d+\.\d\d$",
            Assert.Single(plain.Lines));
    }

    [Fact]
    public async Task OfTwoTextsTheLikelierIsSaid()
    {
        using var model = MaskedLanguageModel.Load(_run.Start);
        double difference = model.Score("a cat").LogProbability - model.Score("cat a tree").LogProbability;
        CliRun table = await Score("a cat", "--pair", "cat a tree");
        Assert.Contains(difference > 0 ? "The first is likelier" : "The second is likelier", table.Output);
        using JsonDocument json = await ScoreJson(["a cat", "--pair", "cat a tree"]);
        Assert.Equal(difference, json.RootElement.GetProperty("difference").GetDouble());
        Assert.Equal(
            difference > 0 ? "first" : "second", json.RootElement.GetProperty("preferred").GetString());
        using JsonDocument same = await ScoreJson(["a cat", "--pair", "a cat"]);
        Assert.Equal("neither", same.RootElement.GetProperty("preferred").GetString());
        Assert.Contains("Both are equally likely.", (await Score("a cat", "--pair", "a cat")).Output);
    }

    [Theory]
    [InlineData("the cat sees a tree ", "a cat", "the cat", "")]
    [InlineData("the cat sees a tree ", "", "the cat", "")]
    [InlineData("\u732B\u304C\u6728\u3092\u898B\u308B", "\u72AC", "\u9CE5", "")]
    [InlineData("\u732B\u304C\u6728\u3092\u898B\u308B", "e\u0301", "e\u0302", "x")]
    public async Task OfTwoLongTextsThatBeginAlikeTheDifferenceIsShown(
        string common, string first, string second, string end)
    {
        string[] texts =
        [
            .. new[] { first, second }.Select(
                word => string.Concat(Enumerable.Repeat(common, 8)) + word + end),
        ];
        CliRun run = await Score(texts[0], "--pair", texts[1]);
        string[] rows = [.. run.Lines.Where(line => line.Contains('\u2026'))];
        Assert.Equal(2, rows.Length);
        Assert.NotEqual(rows[0].Split('\u2026')[1], rows[1].Split('\u2026')[1]);
        Assert.EndsWith((first + end).Trim(), rows[0].TrimEnd());
        Assert.EndsWith(second + end, rows[1].TrimEnd());
        Every.Item(rows, row => Assert.InRange(TextWidth.Of(row.TrimEnd()), 1, 120));
    }

    [Fact]
    public async Task LinesWithAndWithoutASecondTextKeepTheirOrder()
    {
        string[] lines = [.. Enumerable.Range(0, 50).Select(i => i % 3 == 0
            ? $"{{\"id\":{i},\"text\":\"a cat\",\"pair\":\"a dog\"}}"
            : $"{{\"id\":{i},\"text\":\"a dog\"}}")];
        CliRun run = await Many(string.Join('\n', lines), "--json");
        Assert.Equal((0, "", 50), (run.ExitCode, run.Error, run.Lines.Length));
        for (int i = 0; i < lines.Length; i++)
        {
            using JsonDocument json = JsonDocument.Parse(run.Lines[i]);
            Assert.Equal(i, json.RootElement.GetProperty("id").GetInt32());
            Assert.Equal(i % 3 == 0, json.RootElement.TryGetProperty("preferred", out _));
        }
    }

    [Fact]
    public async Task ALineWithoutAWordIsNamedAndTheOthersAreAnswered()
    {
        string empty = "{\"text\":\"\\u200b\"}", half = "{\"text\":\"a cat\",\"pair\":\"\\u200b\"}";
        string good = "{\"text\":\"a cat\",\"pair\":\"a dog\"}";
        CliRun run = await Many(string.Join('\n', good, empty, good, half, good), "--json");
        Assert.Equal((1, 3), (run.ExitCode, run.Lines.Length));
        Assert.Equal(["1", "3", "5"], run.Lines.Select(line => line.Split(',')[0][8..]));
        Assert.Contains("error: Line 2: ", run.Error);
        Assert.Contains("error: Line 4: ", run.Error);
    }

    [Fact]
    public async Task ATextThatIsTooLongIsSaid()
    {
        CliRun run = await Score(string.Join(' ', Enumerable.Repeat("the cat", 20)));
        Assert.Contains("warning: the text is longer than the model's 16 positions", run.Error);
    }

    private static string One(CliRun run) => run.Lines[0][1..];

    private static string Name(JsonElement word) => word.GetProperty("word").GetString()!;

    private static int Number(JsonElement word, string name) => word.GetProperty(name).GetInt32();

    private static double Sum(JsonElement parts) =>
        parts.EnumerateArray().Sum(part => part.GetProperty("log_probability").GetDouble());

    [Fact]
    public async Task AMaskInTheTextIsToldOf()
    {
        CliRun run = await Score("the [MASK] sees a tree");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            "warning: the text has [MASK] in it, which is not scored: the other words are, beside a word that nobody "
            + "knows. To have it filled use cloze fill.",
            string.Join(' ', run.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    private async Task<JsonDocument> ScoreJson(string[] arguments)
    {
        CliRun run = await Score([.. arguments, "--json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonDocument.Parse(Assert.Single(run.Lines));
    }

    private Task<CliRun> Score(params string[] more) => CliRun.Of(["score", _run.Start, .. more]);

    private Task<CliRun> Many(string input, params string[] more) =>
        CliRun.WithInput(input, default, ["score", _run.Start, "--input", "-", .. more]);
}
