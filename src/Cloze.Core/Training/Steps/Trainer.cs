using Cloze.Data;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// Trains a model step by step: the next batches, their loss and gradients, clipping, the optimizer. A step allocates
/// nothing, and with a budget in steps or tokens the weights after it are a function of the model, the data, the recipe
/// and the seed alone.
/// </summary>
internal sealed class Trainer : IDisposable
{
    /// <summary>Over how many steps the loss is averaged, about.</summary>
    private const int SmoothingSteps = 100;

    private readonly BatchSource _batches;
    private readonly Recipe _recipe;
    private readonly BatchPlan _plan;
    private readonly Schedule _schedule;
    private readonly Budget _budget;
    private readonly ulong _seed;
    private readonly TimeProvider _clock;
    private readonly Action _fillAhead;
    private readonly TrainingStep _step;
    private readonly SpeedMeter _speed = new();
    private readonly NextSentenceMeter _nextSentence = new(SmoothingSteps);
    private StepSize _next;
    private BatchPosition _begin;

    /// <summary>Takes the memory for gradients, moments and activations.</summary>
    /// <param name="model">The model to train, in place; not disposed with this object.</param>
    /// <param name="batches">What it is trained on.</param>
    /// <param name="recipe">How.</param>
    /// <param name="budget">How long: the learning rate follows it.</param>
    /// <param name="seed">Seed of dropout.</param>
    /// <param name="recompute">Whether the backward pass computes activations again in place of keeping them.</param>
    /// <param name="clock">Measures the training time; null is the system's.</param>
    /// <exception cref="ClozeException">There is not enough memory, or a batch has no room for a sequence.</exception>
    public Trainer(
        EncoderModel model,
        ITrainingBatches batches,
        Recipe recipe,
        Budget budget,
        ulong seed,
        bool recompute = false,
        TimeProvider? clock = null)
    {
        _recipe = recipe;
        _plan = BatchPlan.Of(recipe);
        _schedule = Schedule.Of(recipe);
        _batches = new BatchSource(batches, _plan.At(1), ahead: model.Backend.DeviceMemory is not null);
        _fillAhead = () => _batches.FillAhead(_next);
        _budget = budget;
        _seed = seed;
        _clock = clock ?? TimeProvider.System;
        _step = new TrainingStep(model, _batches.Largest, recipe, recompute);
    }

    /// <summary>The optimizer with its moments.</summary>
    public Optimizer Optimizer => _step.Optimizer;

    /// <summary>Says which steps are applied.</summary>
    public LossGuard Guard { get; init; } = new();

    /// <summary>How far the run has come.</summary>
    public RunPosition Position { get; private set; }

    /// <summary>The loss averaged over the last steps; 0 before one is applied.</summary>
    public double SmoothedLoss { get; private set; }

    /// <summary>The second task over the last steps; null where the objective has none.</summary>
    public NextSentenceReport? NextSentence => _nextSentence.Report;

    /// <summary>Where the batch after the last step's begins.</summary>
    public BatchPosition NextBatch => _batches.Position;

    /// <summary>How often the corpus was read.</summary>
    public double Epochs => _batches.Epochs;

    /// <summary>Tokens of the batches, as a share of those they had room for; 0 before the first.</summary>
    public double BatchFill => _batches.FilledShare;

    /// <summary>Whether the budget is spent.</summary>
    public bool IsDone => _budget.IsSpent(Position);

    /// <summary>The sequences of the last step.</summary>
    public StepSequences Sequences() => new(_begin, _batches.SequencesSince(_begin));

    /// <summary>Goes on from where an earlier run stood; moments and weights are the caller's to restore.</summary>
    internal void Restore(RunPosition position, double smoothedLoss, NextSentenceReport? nextSentence = null)
    {
        Position = position;
        SmoothedLoss = smoothedLoss;
        _nextSentence.Restore(nextSentence, position.Step);
    }

    /// <summary>Goes on with the data opened at an earlier place.</summary>
    internal void GoBack(ITrainingBatches batches) => _batches.GoOnWith(batches);

    /// <summary>
    /// Does one step. Where <see cref="Guard"/> refuses it, the weights stay as they were before, the report says so,
    /// and the step counts like any other: its data are read.
    /// </summary>
    /// <exception cref="ClozeException">The data hold nothing that could be masked.</exception>
    public StepReport Step()
    {
        long start = _clock.GetTimestamp();
        _begin = _batches.Position;
        _batches.MaskRate = MaskRateAt(Position);
        _batches.Advance(_plan.At(_budget.Spent(Position)));
        float rate = _schedule.RateAt(_budget.Progress(Position, _batches.TokenCount)) * (float)Guard.RateFactor;
        var after = new RunPosition(Position.Step + 1, Position.Tokens + _batches.TokenCount, Position.Seconds);
        _batches.MaskRate = MaskRateAt(after);
        _next = _plan.At(_budget.Spent(after));
        (BatchLoss losses, double norm) = _step.Run(_batches.Current, _seed, after.Step, rate, _fillAhead, Guard);
        double loss = losses.MaskedLanguageModel;
        if (Guard.Fault == StepFault.None) Smooth(losses, after.Step);
        double seconds = _clock.GetElapsedTime(start).TotalSeconds;
        _speed.Add(_batches.TokenCount, seconds);
        Position = after with { Seconds = Position.Seconds + seconds };
        return Report(loss, norm, rate);
    }

    /// <inheritdoc/>
    public void Dispose() => _step.Dispose();

    private void Smooth(in BatchLoss losses, int step)
    {
        // The first step that is applied sets it, whatever its number.
        int steps = SmoothedLoss == 0 ? 1 : Math.Min(step, SmoothingSteps);
        SmoothedLoss += (losses.MaskedLanguageModel - SmoothedLoss) / steps;
        _nextSentence.Add(losses);
    }

    // That of the share of the budget that is spent before the batch: known before the batch is filled.
    private double MaskRateAt(RunPosition position) => _recipe.MaskRate.At(_budget.Spent(position), _recipe.MaskTail);

    private StepReport Report(double loss, double norm, float rate) => new(
        Position,
        _speed.TokensPerSecond,
        loss,
        SmoothedLoss,
        rate,
        norm,
        _budget.Spent(Position),
        _budget.SecondsLeft(Position, _speed.TokensPerSecond),
        _batches.Epochs)
    {
        NextSentence = _nextSentence.Report,
        Fault = Guard.Fault,
    };
}
