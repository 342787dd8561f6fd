using Cloze.Compute;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>A model's training step over one batch of random words, to be timed.</summary>
internal sealed class SampleStep : IDisposable
{
    private const float Rate = 1e-4f;

    private readonly EncoderModel _model;
    private readonly TrainingStep _step;
    private int _number;

    /// <summary>Takes the memory.</summary>
    /// <param name="device">Where it runs.</param>
    /// <param name="config">The model.</param>
    /// <param name="lengths">Tokens of each sequence.</param>
    /// <param name="recipe">The optimizer; its rate is not used. Null for AdamW.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public SampleStep(Backend device, EncoderConfig config, int[] lengths, Recipe? recipe = null)
    {
        Batch = SampleBatch.Create(lengths, config.VocabularySize, 0.15);
        Flops = EncoderFlops.TrainingStep(config, Batch.Starts, Batch.MaskedCount);
        _model = new EncoderModel(device, config, ModelOutputs.MaskedLanguageModel);
        _model.InitializeRandomly(1);
        try
        {
            _step = new TrainingStep(_model, Batch, (recipe ?? new Recipe()) with { LearningRate = Rate });
        }
        catch
        {
            _model.Dispose();
            throw;
        }
    }

    /// <summary>What is learned.</summary>
    public TokenBatch Batch { get; }

    /// <summary>Useful operations of a step.</summary>
    public double Flops { get; }

    /// <summary>The loss before the last step.</summary>
    public double Loss { get; private set; }

    /// <summary>Does a step.</summary>
    /// <exception cref="ClozeException">The device failed, or the loss is not finite.</exception>
    public void Run() => Loss = _step.Run(Batch, seed: 1, ++_number, Rate).Loss.Total;

    /// <inheritdoc/>
    public void Dispose()
    {
        _step.Dispose();
        _model.Dispose();
    }
}
