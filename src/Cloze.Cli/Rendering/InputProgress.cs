using Cloze.Cli.Hosting;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>
/// A bar on standard error while many lines are answered: how many, the share of the file, the time left. It is drawn
/// where standard error is a terminal and the answers go elsewhere, and is gone at the end.
/// </summary>
internal static class InputProgress
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs the work, under a bar where there is room for one.</summary>
    /// <param name="context">Whose terminal it is.</param>
    /// <param name="isShown">Whether there is room for it.</param>
    /// <param name="share">The share done, 0 to 1; null where it is not known.</param>
    /// <param name="answered">How many lines are answered.</param>
    /// <param name="work">The work.</param>
    /// <param name="noun">What is counted.</param>
    public static async Task<T> RunAsync<T>(
        CliContext context,
        bool isShown,
        Func<double?> share,
        Func<long> answered,
        Func<Task<T>> work,
        string noun = "lines")
    {
        if (!isShown) return await work();
        using IDisposable drawing = context.DrawInPlace();
        return await context.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn())
            .StartAsync(async bars =>
            {
                ProgressTask bar = bars.AddTask(noun, maxValue: 1);
                Task<T> running = work();
                while (true)
                {
                    Update(bar, share(), $"{Numbers.Of(answered(), "N0")} {noun}");
                    if (await Task.WhenAny(running, Task.Delay(s_interval)) == running) return await running;
                }
            });
    }

    private static void Update(ProgressTask bar, double? share, string description)
    {
        bar.Description = description;
        bar.IsIndeterminate = share is null;
        bar.Value = share ?? 0;
    }
}
