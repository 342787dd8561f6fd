using Microsoft.Extensions.Hosting;

namespace Cloze.Extensions;

/// <summary>Loads a model when the host starts, where its options say so.</summary>
internal sealed class ModelStart(ModelHost model) : IHostedService
{
    /// <inheritdoc/>
    /// <exception cref="ClozeException">The model cannot be loaded: the host does not start.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => model.Options.LoadOnStart
        ? Task.Run(() => _ = model.Model, cancellationToken)
        : Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
