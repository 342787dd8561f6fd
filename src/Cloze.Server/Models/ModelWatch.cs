using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cloze.Server.Models;

/// <summary>Looks at the models' folders and swaps a model that was replaced on disk.</summary>
internal sealed partial class ModelWatch(
    ModelCatalog models, ServerOptions options, ILogger<ModelWatch> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        if (options.WatchInterval <= TimeSpan.Zero) return;
        FolderState[] seen = [.. models.All.Select(model => model.State)];
        using var timer = new PeriodicTimer(options.WatchInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                for (int i = 0; i < seen.Length; i++) Refresh(models.All[i], ref seen[i]);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void Refresh(ServedModel model, ref FolderState seen)
    {
        try
        {
            if (model.Refresh(ref seen)) Swapped(log, model.Name);
        }
        catch (Exception error) when (error is ClozeException or IOException or UnauthorizedAccessException)
        {
            Kept(log, model.Name, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "The model {Name} was replaced on disk and is swapped.")]
    private static partial void Swapped(ILogger log, string name);

    [LoggerMessage(LogLevel.Warning, "The model {Name} was replaced on disk by one that cannot be loaded: {Reason}")]
    private static partial void Kept(ILogger log, string name, string reason);
}
