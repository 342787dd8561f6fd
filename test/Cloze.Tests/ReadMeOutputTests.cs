using System.Globalization;
using System.Text.RegularExpressions;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Cli.Rendering.Training;
using Cloze.Evaluation;
using Cloze.Inference;
using Cloze.Training;
using Spectre.Console;
using Xunit;

namespace Cloze.Tests;

/// <summary>The outputs that the README shows are the program's own, drawn again from the figures in them.</summary>
public partial class ReadMeOutputTests
{
    [Fact]
    public void TheTableOfGuessesIsThatOfFill()
    {
        string[] shown = Block("$ cloze fill ")[1..];
        Prediction[] predictions = [.. shown.Select(line => Guess().Match(line)).Where(match => match.Success).Select(
            match => new Prediction(0, match.Groups[1].Value, Number(match.Groups[2]) / 100, match.Groups[3].Value))];
        Assert.Equal(5, predictions.Length);
        Assert.Equal(shown, Drawn(console => FillTable.Write(new FillResult([predictions], 0), console)));
    }

    [Fact]
    public void TheSummaryIsThatOfTrain()
    {
        string[] shown = Block("  what ");
        Match[] rows = [.. shown.Select(line => Row().Match(line)).Where(match => match.Success)];
        Assert.Equal(2, rows.Length);
        Match figures = Figures().Match(string.Join(' ', shown));
        Assert.True(figures.Success);
        int masked = (int)Number(figures.Groups[1]);
        string hash = figures.Groups[2].Value;
        var result = new TrainingResult
        {
            Model = "cloze-model",
            Position = new RunPosition(
                1, (long)Number(figures.Groups[3]), Number(figures.Groups[3]) / Number(figures.Groups[4])),
            IsInterrupted = false,
            BatchFill = Number(figures.Groups[5]) / 100,
            Evaluation = Evaluation(rows[0], masked, hash),
            Baseline = Evaluation(rows[1], masked, hash),
            Examples = [.. Examples(shown)],
        };
        Assert.Equal(2, result.Examples.Count);
        string[] drawn = Drawn(console => TrainingSummary.Write(result, console));
        Assert.StartsWith("The model is in cloze-model.", drawn[shown.Length]);
        Assert.Equal(shown, drawn[..shown.Length]);
    }

    // The lines of the block that begins with a text, without empty ones.
    private static string[] Block(string beginning)
    {
        string readMe = ReadMeTests.Text("README.md");
        int start = readMe.IndexOf($"\n{beginning}", StringComparison.Ordinal) + 1;
        Assert.True(start > 0, $"The README has no output that begins with {beginning}");
        return Lines(readMe[start..readMe.IndexOf("\n```", start, StringComparison.Ordinal)]);
    }

    private static string[] Drawn(Action<IAnsiConsole> draw)
    {
        using var output = new StringWriter();
        draw(new CliContext(Stream.Null, output, TextWriter.Null).OutputConsole);
        return Lines(output.ToString());
    }

    private static string[] Lines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    // The loss that rounds to the loss shown and whose exponential rounds to the perplexity shown.
    private static EvaluationResult Evaluation(Match row, int masked, string hash)
    {
        double loss = Number(row.Groups[1]), perplexity = Number(row.Groups[2]);
        double least = Math.Max(loss - 0.0005, Math.Log(perplexity - 0.005));
        double most = Math.Min(loss + 0.0005, Math.Log(perplexity + 0.005));
        Assert.True(least < most, $"A loss of {loss} is no perplexity of {perplexity}.");
        double top1 = Number(row.Groups[3]) / 100, top5 = Number(row.Groups[4]) / 100;
        return new EvaluationResult((least + most) / 2, top1, top5, masked, hash);
    }

    private static IEnumerable<FilledMask> Examples(string[] shown)
    {
        int first = 1 + Array.FindIndex(shown, line => line.EndsWith(" % full).", StringComparison.Ordinal));
        for (int i = first; i < shown.Length; i++)
        {
            Match guesses = Guesses().Match(shown[i]);
            if (!guesses.Success) continue;
            MaskPrediction[] predictions = [.. guesses.Groups[2].Value.Split(", ").Select(guess => guess.Split(' '))
                .Select(parts => new MaskPrediction(parts[0], Share(parts[1])))];
            yield return new FilledMask(string.Join(' ', shown[first..i]), guesses.Groups[1].Value, predictions);
            first = i + 1;
        }
    }

    private static float Share(string percent) => float.Parse(percent, CultureInfo.InvariantCulture) / 100;

    private static double Number(Group group) =>
        double.Parse(group.Value, NumberStyles.Number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^  (\S+) +([\d.]+) %   (.+)$")]
    private static partial Regex Guess();

    [GeneratedRegex(@"^  \S.*? {2,}([\d.]+) +([\d.]+) +([\d.]+) % +([\d.]+) %$")]
    private static partial Regex Row();

    [GeneratedRegex(
        @"([\d,]+) masked tokens .* masks (\w+); .* on ([\d,]+) tokens in .* "
        + @"\(([\d,]+) tokens/s, batches ([\d.]+) % full\)\.")]
    private static partial Regex Figures();

    [GeneratedRegex(@"^  \[(.+?)\]  (.+)$")]
    private static partial Regex Guesses();
}
