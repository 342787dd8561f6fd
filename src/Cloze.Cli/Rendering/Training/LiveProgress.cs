using System.Diagnostics;
using Cloze.Cli.Hosting;
using Cloze.Models;
using Cloze.Training;
using Spectre.Console;

namespace Cloze.Cli.Rendering.Training;

/// <summary>
/// Progress as a panel that is redrawn in place; what is said stands above it and stays in the terminal's history.
/// </summary>
internal sealed class LiveProgress : ITrainingObserver
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private readonly IAnsiConsole _console;
    private readonly LiveDisplayContext _display;
    private readonly TrainingPanel _panel = new();
    private long _last;

    private LiveProgress(IAnsiConsole console, LiveDisplayContext display)
    {
        _console = console;
        _display = display;
    }

    /// <summary>Whether standard error is a terminal as wide as the panel.</summary>
    public static bool Fits(CliContext context) =>
        context.ErrorIsTerminal && context.ErrorConsole.Profile.Out.Width >= TrainingPanel.Width;

    /// <summary>Runs a training under a live display on standard error.</summary>
    public static TrainingResult Run(CliContext context, Func<ITrainingObserver, TrainingResult> run)
    {
        TrainingResult? result = null;
        IAnsiConsole console = context.ErrorConsole;
        console.Live(new Rows()).Start(display => result = run(new LiveProgress(console, display)));
        return result!;
    }

    public void OnPhase(TrainingPhase phase) => Say(TrainingLines.Phase(phase));

    public void OnMessage(string message) => Say(message);

    public void OnLoaded(LoadReport report) => Say(TrainingLines.Loaded(report));

    public void OnStart(TrainingStart start)
    {
        _panel.Add(start);
        foreach (string line in TrainingLines.Start(start)) Say(line);
    }

    public void OnStep(in StepReport step)
    {
        _panel.Add(step);
        if (_last != 0 && Stopwatch.GetElapsedTime(_last) < s_interval) return;
        _last = Stopwatch.GetTimestamp();
        Draw();
    }

    public void OnEvaluation(EvaluationReport evaluation)
    {
        _panel.Add(evaluation);
        Say(TrainingLines.Evaluation(evaluation));
    }

    public void OnCheckpoint(int step, string folder) => Say(TrainingLines.Checkpoint(step, folder));

    public void OnEnd(TrainingResult result)
    {
        Draw();
        if (result.IsInterrupted) Say(TrainingLines.Interrupted);
    }

    private void Say(string text)
    {
        // The line is written over the first one of the panel, which is then drawn anew below it.
        foreach (string line in WordWrap.Lines(text, _console.Profile.Width))
        {
            _console.WriteLine(line.PadRight(TrainingPanel.Width));
        }
    }

    private void Draw()
    {
        if (_panel.HasSteps) _display.UpdateTarget(_panel.Render());
    }
}
