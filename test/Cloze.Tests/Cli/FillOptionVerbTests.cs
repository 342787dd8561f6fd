using System.Text.Json;
using Cloze.Inference;
using Cloze.Tests.Inference;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>Words of several pieces, masks together, and the least probability, from the command line.</summary>
public sealed class FillOptionVerbTests : IDisposable
{
    private const string One = "the [MASK] cat", Two = "the [MASK] [MASK]";
    private const string Nothing = "No word is as likely as --threshold asks.";
    private readonly PieceModel _piece = new();

    public void Dispose() => _piece.Dispose();

    [Fact]
    public async Task WordsOfSeveralPiecesAreThoseOfTheLibrary()
    {
        using MaskedLanguageModel model = _piece.Load();
        IReadOnlyList<Prediction> expected = model.Fill(One, new FillOptions { MaximumPieces = 3, TopK = 20 });
        Assert.Contains(expected, prediction => prediction.TokenIds.Count > 1);
        using JsonDocument json = await Fill(One, "--max-pieces", "3", "--top-k", "20");
        JsonElement[] found = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(expected.Select(prediction => prediction.Token), found.Select(TokenOf));
        for (int i = 0; i < found.Length; i++)
        {
            Assert.Equal(expected[i].TokenIds.Count > 1, found[i].TryGetProperty("tokens", out JsonElement pieces));
            if (expected[i].TokenIds.Count > 1) Assert.Equal(expected[i].TokenIds.Count, pieces.GetArrayLength());
        }
    }

    [Theory]
    [InlineData("fill")]
    [InlineData("score")]
    [InlineData("tokenize")]
    public async Task APairIsNotForManyTexts(string verb)
    {
        CliRun run = await CliRun.WithInput(One, default, verb, _piece.Folder, "--input", "-", "--pair", "the cat");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("error: Both --pair and --input are given.", run.Error);
        Assert.Contains("hint: Give each line of --input its own pair", run.Error);
    }

    [Fact]
    public async Task UnlikelyPredictionsAreLeftOut()
    {
        using JsonDocument all = await Fill(One, "--top-k", "1000");
        double[] scores = [.. all.RootElement.EnumerateArray().Select(ScoreOf)];
        double least = scores[scores.Length / 2];
        using JsonDocument some = await Fill(One, "--top-k", "1000", "--threshold", $"{least}");
        Assert.Equal(scores.Where(score => score >= least), some.RootElement.EnumerateArray().Select(ScoreOf));
        CliRun none = await CliRun.WithInput(
            One, default, "fill", _piece.Folder, "--input", "-", "--threshold", "1", "--json");
        Assert.Equal("{\"line\":1,\"predictions\":[]}", Assert.Single(none.Lines));
        CliRun table = await CliRun.Of("fill", _piece.Folder, One, "--threshold", "1");
        Assert.Equal((0, Nothing), (table.ExitCode, Assert.Single(table.Lines)));
        CliRun line = await CliRun.WithInput(Two, default, "fill", _piece.Folder, "--input", "-", "--threshold", "1");
        Assert.Equal($"{Nothing} | {Nothing}", Assert.Single(line.Lines));
    }

    [Fact]
    public async Task MasksAreFilledTogether()
    {
        using MaskedLanguageModel model = _piece.Load();
        JointFillResult expected = model.FillJointly(Two, new JointFillOptions { TopK = 3 });
        using JsonDocument json = await Fill(Two, "--joint", "--top-k", "3");
        JsonElement[] found = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(
            expected.Fills.Select(fill => fill.Text),
            found.Select(fill => fill.GetProperty("sequence").GetString()));
        Assert.Equal(
            expected.Fills.Select(fill => fill.LogProbability),
            found.Select(fill => fill.GetProperty("log_probability").GetDouble()));
        Assert.Equal(2, found[0].GetProperty("token_str").GetArrayLength());
        CliRun table = await CliRun.Of("fill", _piece.Folder, Two, "--joint", "--top-k", "3");
        Assert.Contains(expected.Fills[0].Text, table.Output);
    }

    [Fact]
    public async Task ManyAreFilledTogetherAndTheOthersNamed()
    {
        CliRun run = await CliRun.WithInput(
            $"{Two}\nno mask\n{One}\n", default, "fill", _piece.Folder, "--input", "-", "--joint", "--json");
        Assert.Equal((1, 2), (run.ExitCode, run.Lines.Length));
        Assert.StartsWith("{\"line\":1,\"predictions\":[{\"score\":", run.Lines[0]);
        Assert.StartsWith("{\"line\":3,", run.Lines[1]);
        Assert.Contains("error: Line 2: The text has no [MASK].", run.Error);
        CliRun plain = await CliRun.WithInput(
            $"{Two}\n", default, "fill", _piece.Folder, "--input", "-", "--joint", "--top-k", "2");
        Assert.Matches(@"^\S+ \+ \S+ [\d.]+ %, \S+ \+ \S+ [\d.]+ %$", Assert.Single(plain.Lines));
    }

    [Theory]
    [InlineData("--targets", "a")]
    [InlineData("--max-pieces", "2")]
    [InlineData("--threshold", "0.1")]
    public async Task WhatDoesNotGoWithJointIsRefused(string option, string value)
    {
        CliRun run = await CliRun.Of("fill", _piece.Folder, Two, "--joint", option, value);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains($"error: Both --joint and {option} are given.", run.Error);
        Assert.Contains($"hint: Leave out {option}", run.Error);
    }

    [Theory]
    [InlineData("--max-pieces", "9", "1 to 8")]
    [InlineData("--threshold", "1.5", "0 to 1")]
    public async Task RangesAreSaid(string option, string value, string range)
    {
        CliRun run = await CliRun.Of("fill", _piece.Folder, One, option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"error: {option} is {value}, outside its range: {range}", run.Error);
    }

    private static string TokenOf(JsonElement prediction) => prediction.GetProperty("token_str").GetString()!;

    private static double ScoreOf(JsonElement prediction) => prediction.GetProperty("score").GetDouble();

    private async Task<JsonDocument> Fill(string text, params string[] more)
    {
        CliRun run = await CliRun.Of(["fill", _piece.Folder, text, "--json", .. more]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonDocument.Parse(Assert.Single(run.Lines));
    }
}
