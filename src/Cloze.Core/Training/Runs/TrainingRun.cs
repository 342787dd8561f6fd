using Cloze.Compute;

namespace Cloze.Training;

/// <summary>
/// The whole road from a corpus to a trained and evaluated model folder, or from an interrupted run to its end.
/// </summary>
public static class TrainingRun
{
    /// <summary>Runs it.</summary>
    /// <param name="options">What is asked; open values are decided by the preset's recipe.</param>
    /// <param name="observer">Hears everything that happens.</param>
    /// <param name="cancellation">
    /// Ends training after the running step with a saved checkpoint; the result then says so.
    /// </param>
    /// <exception cref="ClozeException">
    /// An option, the corpus, the tokenizer, the model to continue from or the output folder cannot be used; training
    /// diverged; the disk is full.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled before the first checkpoint: there is nothing to resume.
    /// </exception>
    public static TrainingResult Run(
        TrainingOptions options, ITrainingObserver observer, CancellationToken cancellation = default) =>
        Run(options, observer, effective => new CpuBackend(effective.Threads), cancellation);

    /// <summary>The same on any backend.</summary>
    internal static TrainingResult Run(
        TrainingOptions options,
        ITrainingObserver observer,
        Func<EffectiveOptions, Backend> createBackend,
        CancellationToken cancellation)
    {
        Backend? backend = null;
        try
        {
            using RunMaterial material = options.Resume == true
                ? ResumedRun.Open(options, Create)
                : NewRun.Prepare(options, Create, observer, cancellation);
            using var session = new TrainingSession(material, observer);
            return session.Run(cancellation);
        }
        finally
        {
            backend?.Dispose();
        }

        Backend Create(EffectiveOptions effective) => backend = createBackend(effective);
    }
}
