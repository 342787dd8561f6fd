using System.Text.Json.Serialization;
using Cloze.Masking;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>How a model is trained: everything but the corpus, the sizes and the budget.</summary>
public sealed record Recipe
{
    private static readonly Recipe Plain = new();

    /// <summary>Tokens of a batch, special tokens included: what goes through the model at once.</summary>
    public int BatchTokens { get; init; } = 2048;

    /// <summary>Batches of an optimizer step, whose gradients add up to those of one large batch.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Share of the budget over which the tokens of a step rise, from an eighth to all.</summary>
    public float BatchWarmup { get; init; }

    /// <summary>Longest sequence in tokens, special tokens included.</summary>
    public int SequenceLength { get; init; } = 128;

    /// <summary>Lengths of sequences in the course of the run; null where there is one.</summary>
    [JsonIgnore]
    public SequencePhases? Phases { get; init; }

    /// <summary>
    /// Share of the ordinary tokens that are masked in training: twice BERT's, since a token then teaches more at
    /// little more cost (Wettig et al. 2023; measured in docs/recipes.md).
    /// </summary>
    public MaskRate MaskRate { get; init; } = 0.3f;

    /// <summary>Share of the run, at its end, that has the last of two mask rates.</summary>
    public float MaskTail { get; init; }

    /// <summary>What is masked together.</summary>
    public MaskingStrategy Masking { get; init; }

    /// <summary>Whether a sequence's masks do not come again until all of it was asked for.</summary>
    public bool DisjointMasks { get; init; }

    /// <summary>
    /// How many pieces a step draws to stand for all that its batch does not hold in the softmax of its loss; 0
    /// computes the whole vocabulary, as a CUDA device always does.
    /// </summary>
    public int SampledPieces { get; init; }

    /// <summary>Learning rate at the end of the warm-up, where it is highest.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Share of the budget over which the rate rises from 0, before it falls to 0 again.</summary>
    public float Warmup { get; init; } = 0.06f;

    /// <summary>How the rate falls.</summary>
    public ScheduleKind Schedule { get; init; }

    /// <summary>Share of the budget, its last, over which <see cref="ScheduleKind.Wsd"/> falls.</summary>
    public float Cooldown { get; init; } = 0.2f;

    /// <summary>Decoupled weight decay of matrices; biases and LayerNorm never decay.</summary>
    public float WeightDecay { get; init; } = 0.01f;

    /// <summary>Dropout of hidden states and attention probabilities.</summary>
    public float Dropout { get; init; }

    /// <summary>Gradients with a greater global norm are scaled down to it.</summary>
    public float ClipNorm { get; init; } = 1;

    /// <summary>What of a model that is continued does not learn.</summary>
    public FrozenPart Freeze { get; init; }

    /// <summary>By which rule gradients change the weights.</summary>
    public OptimizerKind Optimizer { get; init; }

    /// <summary>AdamW's decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW's decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.98;

    /// <summary>Added to the root of AdamW's second moment.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>About how many of the last steps' weights are averaged; 0 for none.</summary>
    public int AverageSteps { get; init; }

    /// <summary>
    /// The recipe of a preset: the smaller the model, the higher the rate it bears, and tiny bears it longest. Moments,
    /// decay and schedule are those that learned most where a corpus is read several times (docs/recipes.md).
    /// </summary>
    public static Recipe For(Preset preset)
    {
        var slow = new Recipe { Beta2 = 0.999, WeightDecay = 0.3f };
        return PresetSizes.SizeOf(preset) switch
        {
            Preset.Tiny => slow with
            {
                LearningRate = 3e-3f,
                WeightDecay = 0.1f,
                Schedule = ScheduleKind.Wsd,
                Cooldown = 0.4f,
                SampledPieces = 512,
            },
            Preset.Mini => slow with { LearningRate = 3e-3f, SampledPieces = 512 },
            Preset.Small => slow with { LearningRate = 1e-3f },
            _ => slow with { LearningRate = 3e-4f },
        };
    }

    /// <summary>
    /// The recipe with another optimizer and what its authors set beside it: the original BERT's and LAMB have a decay
    /// of 0.999 and an epsilon of 1e-6. What a preset sets for AdamW is not for them.
    /// </summary>
    public Recipe For(OptimizerKind optimizer) => optimizer switch
    {
        OptimizerKind.Adamw => this with { Optimizer = optimizer },
        OptimizerKind.Muon => Usual with { Optimizer = optimizer },
        _ => Usual with { Optimizer = optimizer, Beta2 = 0.999, Epsilon = 1e-6f },
    };

    /// <summary>
    /// The recipe that continues from weights trained before: a tenth of the rate of the preset nearest in width,
    /// which for BERT base is the usual 3e-5, the mask rate it was most likely trained with, and its own dropout.
    /// </summary>
    /// <param name="config">The sizes of the model.</param>
    /// <param name="headIsNew">
    /// Whether it had no head to predict with: that learns from nothing, at half the preset's rate (docs/adapting.md).
    /// </param>
    public static Recipe Continuing(EncoderConfig config, bool headIsNew = false)
    {
        Recipe fresh = For(config.HiddenSize switch
        {
            <= 128 => Preset.Tiny,
            <= 256 => Preset.Mini,
            <= 512 => Preset.Small,
            _ => Preset.Base,
        });
        return fresh.Usual with
        {
            LearningRate = fresh.LearningRate / (headIsNew ? 2 : 10),
            MaskRate = 0.15f,
            SampledPieces = 0,
            SequenceLength = Math.Min(fresh.SequenceLength, config.MaximumPositions),
            Dropout = config.HiddenDropout,
        };
    }

    /// <summary>The recipe without what its preset sets for training with AdamW from nothing.</summary>
    private Recipe Usual => this with
    {
        Beta2 = Plain.Beta2,
        WeightDecay = Plain.WeightDecay,
        Schedule = Plain.Schedule,
        Cooldown = Plain.Cooldown,
    };
}
