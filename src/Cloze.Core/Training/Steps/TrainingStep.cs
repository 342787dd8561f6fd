using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// One optimizer step: loss and gradients of its batches, clipping, the optimizer, in memory taken once. A step
/// allocates nothing.
/// </summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly EncoderModel _model;
    private readonly Recipe _recipe;
    private readonly EncoderTraining _training;

    /// <summary>Takes the memory for gradients, moments and activations.</summary>
    /// <param name="model">The model to train, in place; not disposed with this object.</param>
    /// <param name="batch">Has the capacity of the largest batch.</param>
    /// <param name="recipe">The settings of the optimizer.</param>
    /// <param name="recompute">Whether the backward pass computes activations again in place of keeping them.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public TrainingStep(EncoderModel model, TokenBatch batch, Recipe recipe, bool recompute = false)
    {
        _model = model;
        _recipe = recipe;
        _training = new EncoderTraining(
            model,
            batch.TokenCapacity,
            batch.SequenceCapacity,
            batch.MaskedCapacity,
            recompute: recompute,
            frozen: recipe.Freeze,
            sampledPieces: recipe.SampledPieces);
        try
        {
            Optimizer = Optimizer.Create(model.Backend, model.Layout, recipe);
        }
        catch
        {
            _training.Dispose();
            throw;
        }
    }

    /// <summary>The optimizer with its state.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Does a step of one batch.</summary>
    /// <inheritdoc cref="Run(ReadOnlySpan{TokenBatch}, ulong, int, float, Action, LossGuard)"/>
    public (BatchLoss Loss, double Norm) Run(
        TokenBatch batch, ulong seed, int step, float rate, Action? meanwhile = null) =>
        Run(new ReadOnlySpan<TokenBatch>(in batch), seed, step, rate, meanwhile);

    /// <summary>
    /// Does the step: the losses before it, and the gradients' norm before clipping. The gradients are those of one
    /// batch that holds the sequences of all.
    /// </summary>
    /// <param name="batches">What is learned.</param>
    /// <param name="seed">Seed of dropout.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="meanwhile">
    /// What is to be done when the last backward pass is queued: a device may be at it still. It must leave the batches
    /// alone.
    /// </param>
    /// <param name="guard">Says whether the step is applied; null applies all that are finite.</param>
    /// <exception cref="ClozeException">
    /// There is no guard, and loss or gradient are not finite; the weights stay as they were.
    /// </exception>
    public (BatchLoss Loss, double Norm) Run(
        ReadOnlySpan<TokenBatch> batches,
        ulong seed,
        int step,
        float rate,
        Action? meanwhile = null,
        LossGuard? guard = null)
    {
        Backend backend = _model.Backend;
        BatchLoss loss = AddGradients(batches, seed, step);
        meanwhile?.Invoke();
        double norm = Math.Sqrt(backend.SumOfSquares(_training.LearnedGradients));
        if (guard?.Accepts(loss.Total, norm) ?? (double.IsFinite(loss.Total) && double.IsFinite(norm)))
        {
            float scale = GradientClip.Scale(norm, _recipe.ClipNorm);
            Optimizer.Step(_training.Gradients, rate, scale, step, _model.Parameters);
            return (loss, norm);
        }

        backend.Clear(_training.Gradients);
        return guard is not null ? (loss, norm) : throw Diverged(step, loss.Total, norm, rate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        _training.Dispose();
    }

    private BatchLoss AddGradients(ReadOnlySpan<TokenBatch> batches, ulong seed, int step)
    {
        LossScale scale = _training.ScaleOf(batches);
        BatchLoss sum = default;
        for (int part = 0; part < batches.Length; part++)
        {
            sum += _training.ForwardBackward(batches[part], seed, DropoutPlan.StepOf(step, part), scale);
        }

        return sum;
    }

    private static ClozeException Diverged(int step, double loss, double norm, float rate) => new(
        FormattableString.Invariant(
            $"Training diverged at step {step}: the loss is {loss}, the gradient's norm {norm}, both expected finite."),
        FormattableString.Invariant(
            $"The last checkpoint is unchanged; start again with a `learning_rate` below {rate}."));
}
