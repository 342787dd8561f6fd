namespace Cloze.Training;

/// <summary>Tells meters what a run does.</summary>
internal sealed class TrainingMeter : ITrainingObserver
{
    private KeyValuePair<string, object?> _model;
    private RunPosition _last;

    public void OnStart(TrainingStart start)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(start.Options.Output));
        _model = new("cloze.model", Path.GetFileName(folder));
        _last = start.Position;
    }

    public void OnStep(in StepReport step)
    {
        TrainingTelemetry.Steps.Add(1, _model);
        Advance(step.Position);
        TrainingTelemetry.Loss.Record(step.SmoothedLoss, _model);
        TrainingTelemetry.LearningRate.Record(step.LearningRate, _model);
        TrainingTelemetry.GradientNorm.Record(step.GradientNorm, _model);
        TrainingTelemetry.Progress.Record(step.Progress, _model);
        if (step.UpdateRatio is { } ratio) TrainingTelemetry.UpdateRatio.Record(ratio, _model);
    }

    public void OnEvaluation(EvaluationReport evaluation)
    {
        TrainingTelemetry.HeldOutLoss.Record(evaluation.Result.Loss, _model);
        TrainingTelemetry.HeldOutAccuracy.Record(evaluation.Result.Top1Accuracy, _model);
    }

    public void OnCheckpoint(int step, string folder) => TrainingTelemetry.Checkpoints.Add(1, _model);

    // Of the first step after the run went back, nothing is known that it could be compared with.
    private void Advance(RunPosition position)
    {
        if (position.Step > _last.Step)
        {
            TrainingTelemetry.Tokens.Add(position.Tokens - _last.Tokens, _model);
            TrainingTelemetry.StepDuration.Record(position.Seconds - _last.Seconds, _model);
        }

        _last = position;
    }
}
