using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Hub;

namespace Cloze.Cli.Commands;

/// <summary>The folder of a model that a verb is given by its folder or by its name on a hub.</summary>
internal static class HubFolder
{
    /// <summary>
    /// The folder: what is given, where that is one; else from the cache, or downloaded under a bar. Nothing is said
    /// where nothing is downloaded.
    /// </summary>
    /// <exception cref="ClozeException">The hub has no such model, or it cannot be downloaded.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; what came stays.</exception>
    public static string Of(
        string model, CliContext context, CancellationToken cancellation, HubParts parts = HubParts.All)
    {
        var progress = new Latest<HubProgress>();
        Task<string> folder = HubModels.ResolveAsync(model, context.Hub?.Invoke(), parts, progress, cancellation);
        if (!folder.IsCompleted)
        {
            context.Error.WriteLine($"downloading {Printable.Line(model)}");
            Task<string> running = folder;
            folder = InputProgress.RunAsync(
                context,
                context.ErrorIsTerminal,
                () => progress.Value is { AllBytes: > 0 } value ? (double)value.Bytes / value.AllBytes : null,
                () => progress.Value.Bytes / 1_000_000,
                () => running,
                "MB");
        }

        return folder.GetAwaiter().GetResult();
    }
}
