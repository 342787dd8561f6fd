using Cloze.Compute;
using Cloze.Evaluation;

namespace Cloze.Training;

/// <summary>Trains a prepared run to its end or its interruption, evaluating and saving on the way.</summary>
internal sealed class TrainingSession : IDisposable
{
    /// <summary>How often it is measured how far a step moves the weights.</summary>
    private const int UpdateMeasurements = 50;

    private readonly RunMaterial _material;
    private readonly ITrainingObserver _observer;
    private readonly OperationProfiler? _profiler;
    private readonly CheckpointFolder _folder;
    private readonly Owned _owned = new();
    private readonly Trainer _trainer;
    private readonly SessionEvaluation _evaluation;
    private readonly UpdateMeter _updates;
    private readonly RunLog _log;
    private readonly EarlyStopping _stopping;
    private readonly SessionState _session;
    private readonly CheckpointSaver _saver;
    private readonly Divergence _divergence;
    private int _evaluated;
    private int _updatesMeasured = -1;

    /// <summary>Takes the memory and, where the run is resumed, restores where it stood.</summary>
    /// <param name="material">What the run works with; not disposed with this object.</param>
    /// <param name="observer">Hears what happens.</param>
    /// <param name="wait">Passes the time until a full disk is tried again; null waits by the clock.</param>
    /// <exception cref="ClozeException">Not enough memory, or the checkpoint's tensors are damaged.</exception>
    public TrainingSession(
        RunMaterial material, ITrainingObserver observer, Action<CancellationToken>? wait = null)
    {
        _material = material;
        _observer = observer;
        _profiler = material.Options.Options.Profile == true ? new OperationProfiler() : null;
        _folder = new CheckpointFolder(material.Options.Output);
        EffectiveOptions options = material.Options;
        CheckpointState? resumed = material.Resumed;
        _log = new RunLog(_folder.LogPath, observer.OnMessage);
        _stopping = new EarlyStopping(options.Options.Patience, resumed?.Stopping);
        try
        {
            _trainer = _owned.Add(new Trainer(
                material.Model,
                material.OpenBatches(),
                options.Recipe,
                material.Budget,
                options.Seed,
                options.Recompute)
            {
                Guard = new LossGuard(options.SpikeLimit),
            });
            _session = new SessionState(material, _folder, _trainer, _stopping);
            _saver = new CheckpointSaver(material, _folder, _trainer.Optimizer, _session, observer, wait);
            _divergence = new Divergence(
                _folder, _trainer, _session, options.Options.OnDivergence!.Value, observer);
            Evaluator evaluator = _owned.Add(new Evaluator(material.Model, TrainingMemory.EvaluationTokens(options)));
            _evaluation = new SessionEvaluation(material, evaluator, _folder, _trainer, _saver)
            {
                OnReport = Report,
                OnMessage = observer.OnMessage,
            };
            _updates = new UpdateMeter(material.Model);
            _folder.Standing.Reset(material.Standing);
            if (resumed is not null) _session.Restore(resumed);
            _saver.CountFrom(_trainer.Position);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Trains, saves, evaluates; of a finished run it writes nothing but a model that is behind.</summary>
    /// <exception cref="ClozeException">Training diverged, or a checkpoint cannot be written.</exception>
    public TrainingResult Run(CancellationToken cancellation)
    {
        bool wasFinished = IsOver;
        if (wasFinished) _folder.Best.Open();
        else Begin();
        _observer.OnStart(Describe());
        if (!wasFinished) _observer.OnPhase(TrainingPhase.Training);
        bool isInterrupted = !Train(cancellation);
        _log.Flush();
        if (wasFinished) _saver.PublishWhatIsBehind(cancellation);
        else _saver.SaveLast(cancellation);
        if (!wasFinished && _stopping.IsOver) _observer.OnMessage(TrainingRemarks.Stopped(_stopping.State.Waited));
        if (!isInterrupted) _observer.OnPhase(TrainingPhase.Evaluation);
        EvaluationReport? everything = isInterrupted ? null : _evaluation.EvaluateAll(cancellation);
        EvaluationResult? evaluation = everything?.Result;
        if (evaluation is not null && !wasFinished) _saver.WriteCurve();
        BestModelReport? best = evaluation is null ? null : _evaluation.Compare(evaluation);
        if (evaluation is not null && best is null && !wasFinished) _saver.Try(_folder.Best.Remove);
        TrainingResult result = Conclude(everything, best) with { WasFinished = wasFinished };
        foreach (string remark in TrainingRemarks.Of(result)) _observer.OnMessage(remark);
        _observer.OnEnd(result);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Flush();
        _owned.Dispose();
    }

    private bool IsOver => _trainer.IsDone || _stopping.IsOver;

    private void Begin()
    {
        if (_material.Resumed is not null)
        {
            _folder.WriteOptions(_material.Options.Options);
            _folder.Best.Open();
            BeginLog();
            return;
        }

        _folder.Start(_session.Capture(), _material.Model, _trainer.Optimizer, _material.Tokenizer);
        _folder.WriteCurve(_session.CaptureCurve());
        BeginLog();
        _material.Claim?.Keep();
    }

    private void BeginLog()
    {
        RunManifest manifest = RunManifest.Of(_material, _evaluation.Sample, _folder);
        _saver.Try(() => _folder.WriteManifest(manifest));
        _log.Begin(manifest.Version, manifest.Backend, _trainer.Position);
    }

    private TrainingResult Conclude(EvaluationReport? evaluation, BestModelReport? best) => new()
    {
        Model = _folder.Model,
        Position = _trainer.Position,
        Epochs = _trainer.Epochs,
        BatchFill = _trainer.BatchFill,
        IsInterrupted = evaluation is null,
        IsStoppedEarly = !_trainer.IsDone && _stopping.IsOver,
        Average = _evaluation.Average,
        Evaluation = evaluation?.Result,
        Baseline = _material.Baseline,
        Best = best,
        Examples = evaluation?.Examples ?? [],
        Profile = _profiler?.Profile() ?? [],
    };

    /// <summary>Trains until the budget is spent; false where it was cancelled before.</summary>
    private bool Train(CancellationToken cancellation)
    {
        if (IsOver) return true;
        _evaluated = EvaluationsDue();

        // What a finished run had reached is the mark of what it becomes.
        if (_material.IsExtended && _folder.Best.Record is null) _ = _evaluation.Evaluate(_trainer.Position.Step);
        while (!IsOver)
        {
            if (cancellation.IsCancellationRequested) return false;
            StepReport report = MeasuredStep();
            if (!Take(report)) GoBack(report);
            else if (IsDue()) Keep(report);
        }

        return true;
    }

    /// <summary>Tells of a step; false where too many in a row were not applied.</summary>
    private bool Take(in StepReport report)
    {
        if (report.Fault != StepFault.None) return !_divergence.Add(report);
        _observer.OnStep(report);
        _session.Curve.Add(report);
        _log.Add(report);
        return true;
    }

    private bool IsDue() => IsOver || _saver.IsDue(_trainer.Position) || EvaluationsDue() > _evaluated;

    private int EvaluationsDue() =>
        (int)(_material.Budget.Spent(_trainer.Position) * _material.Options.Options.Evaluations!.Value);

    /// <summary>
    /// Evaluates and saves what is due; weights that are not finite are neither. While steps are not applied nothing is
    /// saved, so that there is something before them to go back to.
    /// </summary>
    private void Keep(in StepReport report)
    {
        if (!_session.IsFinite)
        {
            GoBack(report);
            return;
        }

        int due = EvaluationsDue();
        if (due > _evaluated && !_trainer.IsDone) _stopping.Hear(_evaluation.Evaluate(report.Position.Step));
        _evaluated = due;
        bool isSettled = _trainer.Guard.InARow == 0;
        if (!_saver.IsDue(_trainer.Position) || !isSettled || IsOver) return;
        _log.Flush();
        _saver.Save();
    }

    private void GoBack(in StepReport report)
    {
        _divergence.GoBack(report);
        _log.GoBack(_trainer.Position.Step);
        _saver.CountFrom(_trainer.Position);
        _evaluated = EvaluationsDue();
    }

    private StepReport MeasuredStep()
    {
        int due = (int)(_material.Budget.Spent(_trainer.Position) * UpdateMeasurements);
        if (due <= _updatesMeasured) return Step();
        _updatesMeasured = due;
        _updates.Begin();
        return Step() with { UpdateRatio = _updates.End() };
    }

    private StepReport Step()
    {
        if (_profiler is null) return _trainer.Step();
        Backend backend = _material.Model.Backend;
        backend.Profiler = _profiler;
        StepReport report = _trainer.Step();
        backend.Profiler = null;
        return report;
    }

    private void Report(EvaluationReport report)
    {
        _session.Curve.Add(report);
        _log.Add(report);
        _observer.OnEvaluation(report);
    }

    private TrainingStart Describe() => new(
        _material.Options,
        _material.Model.Config,
        _material.Model.Layout.ParameterCount,
        _material.Corpus,
        _material.Baseline,
        _trainer.Position,
        _material.ExpectMemory(),
        _material.Model.Backend.Name);
}
