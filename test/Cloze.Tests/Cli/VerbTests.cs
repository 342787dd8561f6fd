using System.Text.Json;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>Every verb on a very small model, as a user would call it.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task TokenizePrintsTheNamesThatUsersKnow()
    {
        CliRun run = await CliRun.Of("tokenize", _run.Start, "the cat", "--pair", "a dog", "--json");
        Assert.Equal("", run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        string[] names = [.. json.RootElement.EnumerateObject().Select(property => property.Name)];
        Assert.Equal(
            ["input_ids", "token_type_ids", "attention_mask", "special_tokens_mask", "offset_mapping", "tokens"],
            names);
        Assert.Equal("[0,0,0,0,1,1,1]", json.RootElement.GetProperty("token_type_ids").ToString());
        Assert.Equal("[1,0,0,1,0,0,1]", json.RootElement.GetProperty("special_tokens_mask").ToString());
        Assert.Equal("[4,7]", json.RootElement.GetProperty("offset_mapping")[2].ToString());
    }

    [Fact]
    public async Task TokenizeWarnsOfATextThatWasCut()
    {
        CliRun run = await CliRun.Of("tokenize", _run.Start, "the cat sees", "--max-length", "3", "--json");
        Assert.Equal(
            "warning: the text is longer than --max-length 3: its last 2 tokens are left out.", run.Error.TrimEnd());
        Assert.Equal("", (await CliRun.Of("tokenize", _run.Start, "the cat", "--max-length", "4")).Error);
    }

    [Fact]
    public async Task TokenizeReadsManyInOrder()
    {
        CliRun run = await CliRun.WithInput("the cat\na dog\n", default, "tokenize", _run.Start, "--input", "-");
        Assert.Equal(["[CLS] the cat [SEP]", "[CLS] a dog [SEP]"], run.Lines);
    }

    [Fact]
    public async Task FillPrintsAListForOneMaskAndAListOfListsForSeveral()
    {
        CliRun one = await CliRun.Of("fill", _run.Start, "the [MASK] sees", "--top-k", "2", "--json");
        using JsonDocument list = JsonDocument.Parse(one.Output);
        Assert.Equal(2, list.RootElement.GetArrayLength());
        string[] names = [.. list.RootElement[0].EnumerateObject().Select(property => property.Name)];
        Assert.Equal(["score", "token", "token_str", "sequence"], names);

        CliRun two = await CliRun.Of("fill", _run.Start, "the [MASK] sees a [MASK]", "--json");
        using JsonDocument lists = JsonDocument.Parse(two.Output);
        Assert.Equal(2, lists.RootElement.GetArrayLength());
        Assert.Equal(5, lists.RootElement[1].GetArrayLength());
    }

    [Fact]
    public async Task FillReadsManyInOrderWithTheAnswersOfEachAlone()
    {
        string[] texts = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? "the [MASK] sees" : "a dog [MASK]")];
        string input = string.Join('\n', texts.Select(text => $"{{\"text\":\"{text}\"}}"));
        string Line(string answer, int line) => $"{{\"line\":{line},\"predictions\":{answer}}}";
        CliRun many = await CliRun.WithInput(input, default, "fill", _run.Start, "--input", "-", "--json");
        Assert.Equal("", many.Error);
        CliRun even = await CliRun.Of("fill", _run.Start, texts[0], "--json");
        CliRun odd = await CliRun.Of("fill", _run.Start, texts[1], "--json");
        Assert.Equal(texts.Select((_, i) => Line((i % 2 == 0 ? even : odd).Lines[0], i + 1)), many.Lines);
        CliRun plain = await CliRun.WithInput(input, default, "fill", _run.Start, "--input", "-");
        Assert.Equal(400, plain.Lines.Length);
    }

    [Fact]
    public async Task FillWarnsOfATextThatIsTooLong()
    {
        string text = "[MASK] " + string.Join(' ', Enumerable.Repeat("the cat", 20));
        CliRun run = await CliRun.Of("fill", _run.Start, text, "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning: the text is longer than the model's 16 positions", run.Error);
    }

    [Fact]
    public async Task EvalPrintsOneObjectAndTheSameMasksEveryTime()
    {
        CliRun first = await CliRun.Of("eval", _run.Start, "--data", _run.Corpus, "--json");
        CliRun second = await CliRun.Of("eval", _run.Start, "--data", _run.Corpus, "--json", "--threads", "1");
        Assert.Equal("", first.Error);
        Assert.Equal(first.Output, second.Output);
        using JsonDocument json = JsonDocument.Parse(first.Output);
        string[] names = [.. json.RootElement.EnumerateObject().Select(property => property.Name)];
        Assert.Equal(
            [
                "loss", "loss_standard_error", "perplexity", "top1_accuracy", "top5_accuracy", "masked_tokens",
                "mask_hash", "bits_per_character", "pseudo_perplexity", "pseudo_tokens", "documents", "characters",
                "tokens", "unknown_tokens", "by_kind", "by_frequency",
            ],
            names);
    }

    [Fact]
    public async Task EvalReadsManyAndPrintsOneLineEach()
    {
        CliRun run = await CliRun.WithInput(
            "the cat sees a tree\na dog hears the river\n", default, "eval", _run.Start, "--input", "-", "--json");
        Assert.Equal(2, run.Lines.Length);
        CliRun behind = await CliRun.Of("eval", "--data", _run.Corpus, _run.Start);
        Assert.Equal(0, behind.ExitCode);
        CliRun neither = await CliRun.Of("eval", _run.Start);
        Assert.Equal(2, neither.ExitCode);
    }

    [Fact]
    public async Task InspectShowsSizesTensorsAndTheLoadingReport()
    {
        CliRun table = await CliRun.Of("inspect", _run.Start);
        Assert.Contains("bert.embeddings.word_embeddings.weight", table.Output);
        Assert.Contains("Every parameter of the model comes from the folder.", table.Output);
        CliRun json = await CliRun.Of("inspect", _run.Start, "--json");
        using JsonDocument report = JsonDocument.Parse(json.Output);
        Assert.Equal(8, report.RootElement.GetProperty("config").GetProperty("hidden_size").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task ExplainNeedsAWord(string text)
    {
        CliRun run = await CliRun.Of("explain", _run.Start, text);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error: The text has no word to mask.", run.Error);
    }

    [Fact]
    public async Task ExplainMasksTheWordThatIsAskedFor()
    {
        CliRun run = await CliRun.Of("explain", _run.Start, "The cat sees a tree", "--mask", "cat");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\"cat\" became [MASK], as you asked", run.Output);
        Assert.Contains("-ln P(cat)", run.Output);
        CliRun absent = await CliRun.Of("explain", _run.Start, "The cat sees a tree", "--mask", "zebra");
        Assert.Equal(1, absent.ExitCode);
        Assert.Contains("error: The text has no word \"zebra\".", absent.Error);
    }

    [Fact]
    public async Task ExplainChoosesMasksAsTrainingDoesAndTakesThoseOfTheText()
    {
        CliRun chosen = await CliRun.Of("explain", _run.Start, "the cat sees a tree", "--json");
        using JsonDocument json = JsonDocument.Parse(chosen.Output);
        Assert.True(json.RootElement.GetProperty("masks").GetArrayLength() >= 1);
        Assert.True(json.RootElement.GetProperty("mean_loss").GetDouble() > 0);
        CliRun given = await CliRun.Of("explain", _run.Start, "the [MASK] sees a tree");
        Assert.Contains("the true word is unknown", given.Output);
    }

    [Fact]
    public async Task TrainPrintsItsEventsAndTheModelCanBeUsed()
    {
        CliRun run = await Train("--steps", "3", "--json");
        Assert.Equal(0, run.ExitCode);
        string[] events = [.. run.Lines.Select(Event)];
        Assert.Equal("start", events[0]);
        Assert.Equal(3, events.Count(name => name == "step"));
        Assert.Equal("end", events[^1]);
        using JsonDocument step = JsonDocument.Parse(run.Lines[Array.IndexOf(events, "step")]);
        AssertHas(step, "step", "tokens", "seconds", "tokens_per_second", "loss", "learning_rate", "grad_norm");

        using JsonDocument end = JsonDocument.Parse(run.Lines[^1]);
        AssertHas(
            end, "loss", "perplexity", "top1_accuracy", "top5_accuracy", "masked_tokens", "mask_hash", "tokens",
            "seconds", "tokens_per_second", "model");
        Assert.Equal(0, (await CliRun.Of("fill", _run.Output, "the [MASK] sees")).ExitCode);
    }

    [Fact]
    public async Task TrainForPeopleKeepsProgressOffTheResult()
    {
        CliRun run = await Train("--steps", "3", "--profile");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("word frequencies", run.Output);
        Assert.Contains("LinearWeightGradient", run.Output);
        Assert.DoesNotContain("step 1", run.Output);
        Assert.Contains("step 1", run.Error);
    }

    [Fact]
    public async Task AnInterruptedTrainingSavesAndExits130()
    {
        CliRun run = await CliRun.InterruptedAt("step 1", [.. Arguments("--steps", "1000000")]);
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("--resume goes on", run.Error);
        CliRun refused = await Train("--steps", "3");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--resume", refused.Error);
    }

    [Fact]
    public async Task TheCommandLineGoesBeforeTheConfigFileAndUnknownKeysAreRefused()
    {
        string config = Path.Combine(_run.Path, "run.json");
        File.WriteAllText(config, "{\"steps\": 9, \"learning_rate\": 0.001}");
        CliRun run = await Train("--steps", "2", "--json", "--config", config);
        Assert.Equal(2, run.Lines.Count(line => line.Contains("\"event\":\"step\"")));
        File.WriteAllText(config, "{\"learning_rat\": 0.001}");
        CliRun refused = await Train("--config", config);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("unknown key \"learning_rat\"", refused.Error);
        Assert.Contains("learning_rate", refused.Error);
    }

    private static string Event(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("event").GetString()!;
    }

    private static void AssertHas(JsonDocument json, params string[] names) =>
        Every.Item(names, name => Assert.True(json.RootElement.TryGetProperty(name, out _), name));

    private Task<CliRun> Train(params string[] more) => CliRun.Of([.. Arguments(more)]);

    private IEnumerable<string> Arguments(params string[] more) =>
        ["train", "--data", _run.Corpus, "--from", _run.Start, "--out", _run.Output, "--threads", "1",
            "--batch-tokens", "64", .. more];
}
