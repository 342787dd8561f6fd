using System.Diagnostics;
using System.Globalization;
using Cloze.Cli.Hosting;
using Cloze.Models;
using Cloze.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Cloze.Cli.Rendering.Training;

/// <summary>Progress as a panel that is redrawn in place, with lines of what is done above it.</summary>
internal sealed class LiveProgress : ITrainingObserver
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private readonly LiveDisplayContext _display;
    private readonly List<string> _lines = [];
    private readonly LossHistory _history = new();
    private StepReport _step;
    private long _last;

    private LiveProgress(LiveDisplayContext display) => _display = display;

    /// <summary>Runs a training under a live display on standard error.</summary>
    public static TrainingResult Run(CliContext context, Func<ITrainingObserver, TrainingResult> run)
    {
        TrainingResult? result = null;
        context.ErrorConsole.Live(new Markup("")).Start(display => result = run(new LiveProgress(display)));
        return result!;
    }

    public void OnPhase(TrainingPhase phase) => Say(TrainingLines.Phase(phase));

    public void OnMessage(string message) => Say(message);

    public void OnLoaded(LoadReport report) => Say(TrainingLines.Loaded(report));

    public void OnStart(TrainingStart start)
    {
        foreach (string line in TrainingLines.Start(start)) Say(line);
    }

    public void OnStep(in StepReport step)
    {
        _step = step;
        _history.Add(step.Loss);
        if (_last != 0 && Stopwatch.GetElapsedTime(_last) < s_interval) return;
        _last = Stopwatch.GetTimestamp();
        Draw();
    }

    public void OnEvaluation(EvaluationReport evaluation) => Say(TrainingLines.Evaluation(evaluation));

    public void OnCheckpoint(int step, string folder) => Say($"checkpoint of step {step} saved to {folder}");

    public void OnEnd(TrainingResult result)
    {
        if (result.IsInterrupted) Say("interrupted; the state is saved, --resume goes on");
        Draw();
    }

    private void Say(string line)
    {
        _lines.Add(line);
        Draw();
    }

    private void Draw()
    {
        var rows = new List<IRenderable>(_lines.TakeLast(12).Select(line => new Markup(Markup.Escape(line))));
        if (_step.Position.Step > 0) rows.Add(Panel());
        _display.UpdateTarget(new Rows(rows));
        _display.Refresh();
    }

    private Panel Panel()
    {
        var grid = new Grid().AddColumns(2);
        void Row(string name, FormattableString value) =>
            grid.AddRow(name, Markup.Escape(value.ToString(CultureInfo.InvariantCulture)));
        Row("step", $"{_step.Position.Step:N0}");
        Row("tokens", $"{_step.Position.Tokens:N0}, {_step.TokensPerSecond:N0} real tokens/s");
        Row("loss", $"{_step.SmoothedLoss:F3} nats   {_history.Sparkline()}");
        Row("learning rate", $"{_step.LearningRate:E2}   gradient norm {_step.GradientNorm:F2}");
        Row("time left", $"{TrainingLines.Duration(_step.SecondsLeft)}   {Bar(_step.Progress)} {_step.Progress:P0}");
        return new Panel(grid).Header("training");
    }

    private static string Bar(double progress)
    {
        int full = (int)(Math.Clamp(progress, 0, 1) * 30);
        return new string('█', full) + new string('░', 30 - full);
    }
}
