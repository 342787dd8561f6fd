using System.Globalization;
using Cloze.Evaluation;
using Cloze.Masking;
using Cloze.Training;
using Spectre.Console;

namespace Cloze.Cli.Rendering.Training;

/// <summary>How a run stands, in a panel of one width and height from the first step to the last.</summary>
internal sealed class TrainingPanel
{
    /// <summary>Its columns, the frame included: of 80, two are left for the ^C that a terminal writes.</summary>
    public const int Width = 78;

    private const int BarWidth = 40;
    private const int CurveHeight = 3;
    private const int TextColumns = 58;
    private readonly LossCurve _curve = new();
    private TrainingStart? _start;
    private StepReport _step;
    private EvaluationReport? _heldOut;
    private double? _updateRatio;

    /// <summary>Whether a step was done.</summary>
    public bool HasSteps => _step.Position.Step > 0;

    /// <summary>Takes what the run is about to do.</summary>
    public void Add(TrainingStart start) => _start = start;

    /// <summary>Takes a step.</summary>
    public void Add(in StepReport step)
    {
        _step = step;
        _updateRatio = step.UpdateRatio ?? _updateRatio;
        _curve.Add(step.Loss);
    }

    /// <summary>Takes an evaluation.</summary>
    public void Add(EvaluationReport heldOut) => _heldOut = heldOut;

    /// <summary>Draws it.</summary>
    public Panel Render()
    {
        var grid = new Grid { Width = Width - 4 }
            .AddColumn(new GridColumn().NoWrap().Padding(0, 0, 2, 0))
            .AddColumn(new GridColumn().NoWrap().Padding(0, 0, 0, 0));
        grid.AddRow("step", Step());
        grid.AddRow("progress", Time());
        grid.AddRow("training loss", $"[bold]{Numbers.Of(_step.SmoothedLoss, "F3")}[/] nats{TrainingMasks()}");
        string name = "its course";
        foreach (string row in _curve.Rows(CurveHeight))
        {
            grid.AddRow(name, $"[blue]{Markup.Escape(row)}[/]");
            name = "";
        }

        grid.AddRow("held-out loss", HeldOut());
        grid.AddRow("its guesses", Guesses());
        if (_start?.Corpus.Pairs is not null) grid.AddRow("pairs", Pairs());
        grid.AddRow(
            "learning rate",
            $"{Numbers.Rate(_step.LearningRate)}   gradient norm {Numbers.Of(_step.GradientNorm, "F2")}{Update()}");
        grid.AddRow("a gap", Markup.Escape(Gap().Sentence));
        grid.AddRow("", Markup.Escape(Gap().Guesses));
        return new Panel(grid) { Width = Width, Header = new PanelHeader(" training ") };
    }

    private string Step() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_step.Position.Step:N0}   epoch {_step.Epochs:F2}   {_step.Position.Tokens:N0} tokens   "
        + $"{_step.TokensPerSecond:N0}/s");

    private string Time()
    {
        int full = (int)(Math.Clamp(_step.Progress, 0, 1) * BarWidth);
        string bar = $"[green]{new string('█', full)}[/][grey]{new string('░', BarWidth - full)}[/]";
        string left = TrainingLines.Duration(_step.SecondsLeft);
        return $"{bar} {Numbers.Of(100 * _step.Progress, "F0")} %   [bold]{left}[/] left";
    }

    private string TrainingMasks() => _start is null
        ? ""
        : $"   {Masks(_start.Options.Recipe.MaskRate)} % masked{Dropout(_start.Options.Recipe)}";

    private static string Masks(MaskRate rate)
    {
        string first = Numbers.Of(100 * rate.First, "0.#");
        return rate.IsConstant ? first : $"{first} to {Numbers.Of(100 * rate.Last, "0.#")}";
    }

    private static string Dropout(Recipe recipe) =>
        recipe.Dropout > 0 ? $", dropout {Numbers.Of(recipe.Dropout, "0.##")}" : "";

    private string Pairs()
    {
        string training = _step.NextSentence is { } step
            ? $"[bold]{Numbers.Percent(step.SmoothedAccuracy)}[/] told rightly"
            : "[grey]come with the first step[/]";
        return _heldOut?.Result.NextSentence is { } pairs
            ? $"{training}   held out [bold]{Numbers.Percent(pairs.Accuracy)}[/], majority "
                + Numbers.Percent(pairs.Majority)
            : training;
    }

    private string HeldOut() => _heldOut is null
        ? "[grey]comes with the first evaluation[/]"
        : $"[bold]{Numbers.Of(_heldOut.Result.Loss, "F3")}[/] nats   15 % masked, no dropout, "
            + $"at step {Numbers.Of(_heldOut.Position.Step, "N0")}";

    private string Guesses()
    {
        if (_heldOut is not { } report) return "";
        string rare = report.ByFrequency.Count > 1
            ? $"   of the rarest tenth {Numbers.Percent(report.ByFrequency[^1].Top1Accuracy)}"
            : "";
        return $"top-1 [bold]{Numbers.Percent(report.Result.Top1Accuracy)}[/]   "
            + $"top-5 {Numbers.Percent(report.Result.Top5Accuracy)}{rare}";
    }

    private string Update() => _updateRatio is { } ratio ? $"   update/weight {Numbers.Rate(ratio)}" : "";

    // The sentence changes with each evaluation, its guesses below it.
    private (string Sentence, string Guesses) Gap()
    {
        if (_heldOut is not { Examples: { Count: > 0 } examples } report) return ("", "");
        FilledMask example = examples[report.Position.Step % examples.Count];
        string mask = MaskToken.Of(example.Text);
        int gap = example.Text.IndexOf(mask, StringComparison.Ordinal);
        if (gap < 0) return ("", "");
        string guesses = string.Join(", ", example.Predictions.Take(3).Select(
            prediction => $"{prediction.Word} {Numbers.Percent(prediction.Probability)}"));
        return (
            SentenceWindow.Around(example.Text, gap, mask.Length, TextColumns),
            SentenceWindow.Beginning($"[{example.Word}] {guesses}", TextColumns));
    }
}
