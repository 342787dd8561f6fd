using Cloze.Evaluation;

namespace Cloze.Training;

/// <summary>
/// The evaluations of a run: on the fixed part in its course, which keep the best model, and on everything at its end.
/// </summary>
/// <param name="material">What the run works with.</param>
/// <param name="evaluator">Predicts with the run's model.</param>
/// <param name="folder">Where the best model is kept.</param>
/// <param name="trainer">Whose weights are evaluated.</param>
/// <param name="saver">Writes, or says why not.</param>
internal sealed class SessionEvaluation(
    RunMaterial material, Evaluator evaluator, CheckpointFolder folder, Trainer trainer, CheckpointSaver saver)
{
    private readonly HeldOutView _view = new(material, evaluator);

    /// <summary>Hears of each report.</summary>
    public required Action<EvaluationReport> OnReport { get; init; }

    /// <summary>Hears what is to be said.</summary>
    public required Action<string> OnMessage { get; init; }

    /// <summary>The fixed part that is evaluated in the course of the run.</summary>
    public EvaluationSet Sample => _view.Sample;

    /// <summary>What the averaged weights were worth at the end; null without them, and before.</summary>
    public AverageReport? Average { get; private set; }

    /// <summary>
    /// Evaluates on the fixed part, and keeps the model where it is the best so far: the loss, of the averaged weights
    /// where they are better.
    /// </summary>
    public double Evaluate(int step)
    {
        EvaluationReport report = _view.EvaluateSample(trainer.Position);
        OnReport(report);
        Offer(step, report.Result);
        double least = report.Result.Loss;
        AverageChoice.Try(trainer.Optimizer, material.Model, () =>
        {
            EvaluationResult averaged = evaluator.Evaluate(Sample, CancellationToken.None);
            Offer(step, averaged);
            least = Math.Min(least, averaged.Loss);
            OnMessage(TrainingRemarks.Averaged(averaged.Loss));
        });
        return least;
    }

    /// <summary>The last evaluation, on everything held out; null where it was cancelled.</summary>
    public EvaluationReport? EvaluateAll(CancellationToken cancellation)
    {
        try
        {
            (EvaluationReport report, Average) = AverageChoice.Take(
                trainer.Optimizer, material.Model, () => _view.EvaluateAll(trainer.Position, cancellation));
            if (Average?.IsBetter == true && material.Claim is not null)
            {
                saver.Try(() => material.Model.Save(folder.Model), "The model there is that of the last weights.");
            }

            OnReport(report);
            return report;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Compares the end with the best before it; null where the end is the best.</summary>
    public BestModelReport? Compare(EvaluationResult everything)
    {
        if (folder.Best.Record is not { } record) return null;
        EvaluationResult last = everything.MaskHash == Sample.MaskHash
            ? everything
            : evaluator.Evaluate(Sample, CancellationToken.None);
        return record.Loss < last.Loss && record.MaskHash == last.MaskHash
            ? new BestModelReport(folder.Best.Folder, record.Step, record.Loss, last.Loss)
            : null;
    }

    private void Offer(int step, EvaluationResult result)
    {
        var record = new BestRecord(step, result.Loss, result.MaskHash);
        saver.Try(() => folder.Best.Offer(record, material.Model, material.Tokenizer));
    }
}
