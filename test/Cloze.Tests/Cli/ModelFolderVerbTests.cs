using System.Text.Json;
using Cloze.Tests.Models;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>Every verb that takes a model, on folders that cannot be used or only in part.</summary>
public sealed class ModelFolderVerbTests : IDisposable
{
    private readonly TinyRun _run = new();

    public static TheoryData<string> Verbs =>
        ["fill", "explain", "eval", "train", "inspect", "tokenize", "prepare", "doctor"];

    public static TheoryData<string> Users => ["fill", "explain", "eval", "train"];

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task ANameOnAHubIsSaidToBeOne(string verb)
    {
        CliRun run = await CliRun.Of(Arguments(verb, "bert-base-uncased"));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("error: There is no folder bert-base-uncased, and bert-base-uncased is not", run.Error);
        Assert.Contains("Unset HF_HUB_OFFLINE, or give a folder.", run.Error);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task AnEmptyPathIsWrongUsage(string verb)
    {
        CliRun run = await CliRun.Of(Arguments(verb, ""));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("is \"\", expected a path.", run.Error);
    }

    [Fact]
    public async Task AFolderOfWhichNothingCanBeReadIsInspectedWithoutATable()
    {
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(_run.Path, "odd")).FullName, "config.json");
        File.WriteAllText(path, "damaged");
        CliRun run = await CliRun.Of("inspect", Path.GetDirectoryName(path)!);
        Assert.Equal((1, 3), (run.ExitCode, run.Output.Split("problem: ").Length - 1));
        Assert.Contains("config.json", run.Output);
        Assert.DoesNotContain("─", run.Output);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task AFolderOfWhichNothingFitsIsRefused(string verb)
    {
        WeightFile.Rename(_run.Start, name => $"\u001B[2J.{name}");
        CliRun run = await CliRun.Of(Arguments(verb, _run.Start));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("tensors is one of the model's, the first are \"\\u001B[2J.bert.embeddings", run.Error);
        Assert.DoesNotContain('\u001B', run.Output + run.Error);
    }

    [Theory]
    [InlineData("fill")]
    [InlineData("score")]
    [InlineData("explain")]
    [InlineData("eval")]
    public async Task AModelWithoutItsHeadIsRefusedInOneShortSentence(string verb)
    {
        RemoveHead();
        CliRun run = await CliRun.Of(Arguments(verb, _run.Start));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(
            $"error: {_run.Start} has no masked-language-model head, so it cannot predict words.\n",
            run.Error.ReplaceLineEndings("\n"));
        Assert.DoesNotContain("cls.", run.Error);
    }

    [Fact]
    public async Task TrainingSaysWhatTheHeadBeginsWith()
    {
        RemoveHead();
        CliRun run = await CliRun.Of(Arguments("train", _run.Start));
        Assert.Equal(0, run.ExitCode);
        string line = Assert.Single(
            run.Error.ReplaceLineEndings("\n").Split('\n'), text => text.Contains("model head"));
        Assert.Equal(
            "The folder has no masked-language-model head: it begins with the word frequencies of the text.", line);
        Assert.Equal(0, (await CliRun.Of("fill", _run.Output, "the [MASK] sees")).ExitCode);
    }

    [Theory]
    [InlineData("fill")]
    [InlineData("score")]
    [InlineData("explain")]
    [InlineData("eval")]
    public async Task OtherParametersThatAreMissingAreCountedOnOneLine(string verb)
    {
        WeightFile.Rename(
            _run.Start, name => name.Contains("attention.self", StringComparison.Ordinal) ? $"\u009B{name}" : name);
        CliRun run = await CliRun.Of(Arguments(verb, _run.Start));
        Assert.Equal(0, run.ExitCode);
        string warning = run.Error.TrimEnd();
        Assert.StartsWith(
            "warning: 6 tensors are not in the folder and begin untrained: "
            + "bert.encoder.layer.0.attention.self.key.bias, "
            + "bert.encoder.layer.0.attention.self.key.weight, "
            + "bert.encoder.layer.0.attention.self.query.bias and 3 more. "
            + "6 tensors of the folder are not used: \\u009Bbert.",
            warning);
        Assert.EndsWith("cloze inspect lists everything.", warning);
        Assert.DoesNotContain('\n', warning);
        Assert.InRange(warning.Length, 1, 600);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task AModelOfOnePositionIsRefused(string verb)
    {
        string config = Path.Combine(_run.Start, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace(
            "\"max_position_embeddings\": 16", "\"max_position_embeddings\": 1"));
        CliRun run = await CliRun.Of(Arguments(verb, _run.Start));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("max_position_embeddings is 1, expected at least 3: [CLS], a token and [SEP].", run.Error);
    }

    [Fact]
    public async Task InspectNeedsNoTokenizer()
    {
        File.Delete(Path.Combine(_run.Start, "tokenizer.json"));
        File.Delete(Path.Combine(_run.Start, "vocab.txt"));
        CliRun table = await CliRun.Of("inspect", _run.Start);
        Assert.Equal((1, ""), (table.ExitCode, table.Error));
        Assert.Contains("bert.embeddings.word_embeddings.weight", table.Output);
        Assert.Contains("Every parameter of the model comes from the folder.", table.Output);
        Assert.Contains("problem: ", table.Output);
        CliRun json = await CliRun.Of("inspect", _run.Start, "--json");
        using JsonDocument report = JsonDocument.Parse(json.Output);
        Assert.False(report.RootElement.TryGetProperty("vocabulary_pieces", out _));
        JsonElement problem = Assert.Single(report.RootElement.GetProperty("problems").EnumerateArray());
        Assert.Contains("vocab.txt", problem.GetString());
    }

    [Fact]
    public async Task InspectListsTheTensorsOfAFolderWithoutAConfiguration()
    {
        File.Delete(Path.Combine(_run.Start, "config.json"));
        WeightFile.Rename(_run.Start, name => $"\u001B[2J.{name}");
        CliRun table = await CliRun.Of("inspect", _run.Start);
        Assert.Equal((1, ""), (table.ExitCode, table.Error));
        Assert.Contains("\\u001B[2J.bert.embeddings.LayerNorm.bias", table.Output);
        Assert.DoesNotContain("\u001B[2J", table.Output, StringComparison.Ordinal);
        CliRun json = await CliRun.Of("inspect", _run.Start, "--json");
        using JsonDocument report = JsonDocument.Parse(json.Output);
        JsonElement first = report.RootElement.GetProperty("stored")[0];
        Assert.Equal("\u001B[2J.bert.embeddings.LayerNorm.bias", first.GetProperty("name").GetString());
        Assert.Equal(("[8]", "F32"), (first.GetProperty("shape").ToString(), first.GetProperty("type").GetString()));
        Assert.DoesNotContain('\u001B', json.Output);
    }

    [Fact]
    public async Task InspectDrawsNoTableOfTensorsThatCannotBeRead()
    {
        File.Delete(Path.Combine(_run.Start, "config.json"));
        File.Delete(Path.Combine(_run.Start, "model.safetensors"));
        File.WriteAllText(Path.Combine(_run.Start, "pytorch_model.bin"), "no pickle");
        CliRun table = await CliRun.Of("inspect", _run.Start);
        Assert.Equal((1, ""), (table.ExitCode, table.Error));
        Assert.Contains("pytorch_model.bin", table.Output);
        Assert.Contains("pieces of the tokenizer", table.Output);
        Assert.DoesNotContain("shape", table.Output);
    }

    [Fact]
    public async Task InspectNamesEveryTensorThatIsMissing()
    {
        RemoveHead();
        CliRun json = await CliRun.Of("inspect", _run.Start, "--json");
        using JsonDocument report = JsonDocument.Parse(json.Output);
        Assert.Equal(6, report.RootElement.GetProperty("missing").GetArrayLength());
        Assert.Equal(
            "The folder has no masked-language-model head: it begins untrained.",
            report.RootElement.GetProperty("report")[0].GetString());
    }

    private string[] Arguments(string verb, string model) => verb switch
    {
        "fill" => ["fill", model, "the [MASK] sees"],
        "score" => ["score", model, "the cat sees"],
        "explain" => ["explain", model, "the cat sees a tree"],
        "eval" => ["eval", model, "--data", _run.Corpus],
        "train" =>
        [
            "train", "--data", _run.Corpus, "--from", model, "--out", _run.Output, "--threads", "1", "--steps", "2",
            "--batch-tokens", "64",
        ],
        "inspect" => ["inspect", model],
        "prepare" => ["prepare", "--data", _run.Corpus, "--tokenizer", model, "--out", _run.Output],
        "doctor" => ["doctor", "--data", _run.Corpus, "--model", model],
        _ => ["tokenize", model, "the cat"],
    };

    private void RemoveHead() =>
        WeightFile.Rename(_run.Start, name => name.StartsWith("cls.", StringComparison.Ordinal) ? null : name);
}
