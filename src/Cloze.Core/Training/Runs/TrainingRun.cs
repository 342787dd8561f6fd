using Cloze.Compute;

namespace Cloze.Training;

/// <summary>
/// The whole road from a corpus to a trained and evaluated model folder, or from an interrupted run to its end.
/// </summary>
public static class TrainingRun
{
    /// <summary>Runs it on the corpus that the options name.</summary>
    /// <param name="options">What is asked; open values are decided by the preset's recipe.</param>
    /// <param name="observer">Hears everything that happens; null for nobody.</param>
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
        TrainingOptions options, ITrainingObserver? observer = null, CancellationToken cancellation = default) =>
        Run(options, null, observer, CreateEngine, cancellation);

    /// <summary>Runs it on documents that the program has: each text is one, held out or trained on whole.</summary>
    /// <param name="documents">
    /// The texts. They are read several times from the beginning, unless they are few, and must then be the same.
    /// A resumed run goes on with the texts it was started on: these are not read.
    /// </param>
    /// <param name="options">What is asked, without <see cref="TrainingOptions.Data"/>.</param>
    /// <param name="observer">Hears everything that happens; null for nobody.</param>
    /// <param name="cancellation">As of the other form.</param>
    /// <exception cref="ArgumentException">The options name a corpus, too.</exception>
    /// <exception cref="ClozeException">
    /// As of the other form; the documents are too few, or not the same when they are read again.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled before the first checkpoint: there is nothing to resume.
    /// </exception>
    public static TrainingResult Run(
        IEnumerable<string> documents,
        TrainingOptions options,
        ITrainingObserver? observer = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (options.Data is null) return Run(options, documents, observer, CreateEngine, cancellation);
        throw new ArgumentException("The options name a corpus, but documents are given.", nameof(options));
    }

    /// <summary>The same on any backend.</summary>
    internal static TrainingResult Run(
        TrainingOptions options,
        IEnumerable<string>? documents,
        ITrainingObserver? observer,
        Func<EffectiveOptions, Backend> createBackend,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        observer = new TrainingObservers(observer ?? new NoObserver(), new TrainingMeter());
        if (documents is not null && options.Resume == true) observer.OnMessage(ResumedRun.TextsAreNotRead);
        Backend? backend = null;
        try
        {
            using RunMaterial material = options.Resume == true
                ? ResumedRun.Open(options, Create, observer)
                : NewRun.Prepare(options, documents, Create, observer, cancellation);
            using var session = new TrainingSession(material, observer);
            return session.Run(cancellation);
        }
        finally
        {
            backend?.Dispose();
        }

        Backend Create(EffectiveOptions effective) => backend = createBackend(effective);
    }

    private static Backend CreateEngine(EffectiveOptions options) => options.Engine.Create();

    private sealed class NoObserver : ITrainingObserver;
}
