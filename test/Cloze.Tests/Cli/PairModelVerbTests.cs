using System.Text.Json;
using Cloze.Tests.Training;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>The verbs on a model that learned the second task, as a user would call them.</summary>
public sealed class PairModelVerbTests : IDisposable
{
    private readonly PairRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task TrainPrintsTheSecondTaskInEveryEvent()
    {
        CliRun run = await CliRun.Of(
            "train", "--data", _run.Corpus, "--out", _run.PathOf("model"), "--objective", "mlm+nsp", "--steps", "2",
            "--vocab-size", "150", "--sequence-length", "32", "--batch-tokens", "128", "--threads", "1", "--json");
        Assert.Equal(0, run.ExitCode);
        JsonElement[] events = [.. run.Lines.Select(line => JsonElement.Parse(line))];
        JsonElement pairs = events[0].GetProperty("corpus").GetProperty("pairs");
        Assert.InRange(pairs.GetProperty("changed_share").GetDouble(), 0.3, 0.75);
        Assert.Equal("mlm+nsp", events[0].GetProperty("options").GetProperty("objective").GetString());
        JsonElement step = events.First(line => line.GetProperty("event").GetString() == "step");
        Assert.InRange(step.GetProperty("next_sentence").GetProperty("smoothed_accuracy").GetDouble(), 0, 1);
        JsonElement end = events[^1].GetProperty("next_sentence");
        Assert.InRange(end.GetProperty("accuracy").GetDouble(), 0, 1);
        Assert.Equal(64, end.GetProperty("pair_hash").GetString()!.Length);
    }

    [Fact]
    public async Task TrainSaysTheBalanceOfLabelsAndTheResult()
    {
        CliRun run = await CliRun.Of(
            "train", "--data", _run.Corpus, "--out", _run.PathOf("model"), "--objective", "mlm+sop", "--steps", "2",
            "--vocab-size", "150", "--sequence-length", "32", "--batch-tokens", "128", "--threads", "1");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches("Pairs: [0-9]+ a pass; of the [0-9]+ second texts [0-9.]+ % stand in their order, ", run.Error);
        Assert.Matches("  pairs [0-9.]+ % of [0-9]+ \\(majority [0-9.]+ %\\)", run.Error);
        Assert.Matches("pairs of\\s+held-out\\s+text", run.Output);
    }

    [Fact]
    public async Task EvalAsksWhatTheRunLearned()
    {
        string model = Train(TrainingObjective.SentenceOrder);
        JsonElement order = await Eval(model);
        Assert.Equal(order.ToString(), (await Eval(model, "--objective", "mlm+sop")).ToString());
        Assert.NotEqual(order.ToString(), (await Eval(model, "--objective", "mlm+nsp")).ToString());
        Assert.Equal(JsonValueKind.Undefined, (await Eval(model, "--objective", "mlm")).ValueKind);
        CliRun table = await CliRun.Of("eval", model, "--data", _run.Corpus);
        Assert.Contains("pairs told rightly", table.Output);
        Assert.Contains("by the majority", table.Output);
    }

    [Fact]
    public async Task EvalOfOneDocumentSaysThatItGivesNoPairs()
    {
        string one = _run.PathOf("one.txt");
        File.WriteAllText(one, "Ka bobo. Ka dibo.");
        CliRun run = await CliRun.Of("eval", Train(TrainingObjective.NextSentence), "--data", one, "--json");
        Assert.Equal(
            "warning: The text gives no pairs, so nothing is said of the second task: it is one document, or none of "
            + "its documents has two sentences.",
            run.Error.TrimEnd());
        Assert.DoesNotContain("next_sentence", run.Output);
    }

    [Fact]
    public async Task EvalRefusesTheSecondTaskOfAModelWithoutIt()
    {
        using var plain = new TinyRun();
        CliRun run = await CliRun.Of("eval", plain.Start, "--data", plain.Corpus, "--objective", "mlm+nsp");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has no next-sentence head (cls.seq_relationship and its pooler).", run.Error);
        Assert.Contains("Leave --objective out, or give a model that was trained with it.", run.Error);
    }

    [Fact]
    public async Task ExplainShowsThePairAndTheSecondTask()
    {
        string model = Train(TrainingObjective.NextSentence);
        CliRun run = await CliRun.Of("explain", model, "Ka bobo.", "--pair", "Ka dibo.", "--mask", "dibo", "--json");
        JsonElement json = JsonElement.Parse(run.Output);
        JsonElement second = json.GetProperty("next_sentence");
        Assert.Equal(2, second.GetProperty("logits").GetArrayLength());
        Assert.Equal(1, second.GetProperty("probabilities").EnumerateArray().Sum(value => value.GetDouble()), 1e-12);
        Assert.Equal("pooled", second.GetProperty("pooled").GetProperty("name").GetString());
        int masked = json.GetProperty("masks")[0].GetProperty("position").GetInt32();
        Assert.Equal(1, json.GetProperty("tokens")[masked].GetProperty("type_id").GetInt32());

        CliRun text = await CliRun.Of("explain", model, "Ka bobo.", "--pair", "Ka dibo.");
        Assert.Contains("8. Second task: pooled [H] = [128], logits [2], softmax", text.Output);
        Assert.Contains("0: the second text follows", text.Output);
        Assert.DoesNotContain("8. Second", (await CliRun.Of("explain", model, "Ka bobo.")).Output);
    }

    [Fact]
    public async Task ExplainOfAPairSaysThatTheHeadIsMissing()
    {
        using var plain = new TinyRun();
        CliRun run = await CliRun.Of("explain", plain.Start, "the cat sees", "--pair", "a dog");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            "warning: The folder has no next-sentence head (cls.seq_relationship and its pooler), so nothing is said "
            + "of the pair.",
            run.Error.TrimEnd());
    }

    private string Train(TrainingObjective objective) =>
        PairRun.Run(_run.Options("model", 1, objective) with { Steps = 1 }).Model;

    private async Task<JsonElement> Eval(string model, params string[] more)
    {
        CliRun run = await CliRun.Of(["eval", model, "--data", _run.Corpus, "--json", .. more]);
        Assert.Equal("", run.Error);
        return JsonElement.Parse(run.Output).TryGetProperty("next_sentence", out JsonElement second) ? second : default;
    }
}
