using Cloze.Compute;

namespace Cloze.Training;

/// <summary>Options of how long and by which recipe a model is trained.</summary>
internal static class RecipeOptionRows
{
    public static readonly TrainingOption[] All =
    [
        new("minutes", o => o.Minutes, (o, v) => o with { Minutes = (double?)v })
        {
            Kind = NumberKinds.Above(0d, 1_000_000),
            Default = 10d,
            Applies = o => o is { Steps: null, Tokens: null, Epochs: null },
            Excludes = ["steps", "tokens"],
            Help = "Train for this long.",
        },
        new("steps", o => o.Steps, (o, v) => o with { Steps = (int?)v })
        {
            Kind = NumberKinds.Between(1, int.MaxValue),
            Excludes = ["tokens"],
            Help = "Train for this many optimizer steps.",
        },
        new("tokens", o => o.Tokens, (o, v) => o with { Tokens = (long?)v })
        {
            Kind = NumberKinds.Between(1, long.MaxValue),
            Help = "Train on this many tokens.",
        },
        new("epochs", o => o.Epochs, (o, v) => o with { Epochs = (double?)v })
        {
            Kind = NumberKinds.Above(0d, 1_000_000),
            Excludes = ["minutes", "steps", "tokens"],
            Help = "Train for this many passes over the corpus.",
        },
        new("batch_tokens", o => o.BatchTokens, (o, v) => o with { BatchTokens = (int?)v })
        {
            Kind = NumberKinds.Between(8, TrainingOptionsRules.MostBatchTokens),
            Recipe = RecipeValue.Of(r => r.BatchTokens, (r, v) => r with { BatchTokens = v }),
            Help = "Tokens of a batch, at least one longest sequence; a step is one batch or several (accumulation).",
        },
        new("sequence_length", o => o.SequenceLength, (o, v) => o with { SequenceLength = (int?)v })
        {
            Kind = NumberKinds.Between(8, 4096),
            Recipe = RecipeValue.Of(r => r.SequenceLength, (r, v) => r with { SequenceLength = v }),
            Applies = o => o.Phases is null,
            Help = "Longest sequence in tokens; longer documents are cut.",
        },
        .. MaskingOptionRows.All,
        new("sampled_pieces", o => o.SampledPieces, (o, v) => o with { SampledPieces = (int?)v })
        {
            Kind = NumberKinds.Between(0, 1_000_000),
            Recipe = RecipeValue.Of(r => r.SampledPieces, (r, v) => r with { SampledPieces = v }),
            Applies = o => o.Device is not { } device || !DeviceName.IsCuda(device),
            Help = "Draw this many pieces in a step to stand for all that its batch does not hold: the softmax in "
                + "training costs a part; 0 computes all, as a CUDA device always does.",
        },
        new("learning_rate", o => o.LearningRate, (o, v) => o with { LearningRate = (float?)v })
        {
            Kind = NumberKinds.Above(0f, 1, "RATE"),
            Recipe = RecipeValue.Of(r => r.LearningRate, (r, v) => r with { LearningRate = v }),
            Help = "Highest learning rate, at the end of the warm-up.",
        },
        new("warmup", o => o.Warmup, (o, v) => o with { Warmup = (float?)v })
        {
            Kind = NumberKinds.Between(0, 0.9f, "SHARE"),
            Recipe = RecipeValue.Of(r => r.Warmup, (r, v) => r with { Warmup = v }),
            Help = "Share of the budget over which the rate rises.",
        },
        new("weight_decay", o => o.WeightDecay, (o, v) => o with { WeightDecay = (float?)v })
        {
            Kind = NumberKinds.Between(0f, 1, "RATE"),
            Recipe = RecipeValue.Of(r => r.WeightDecay, (r, v) => r with { WeightDecay = v }),
            Help = "Decoupled weight decay of matrices.",
        },
        new("dropout", o => o.Dropout, (o, v) => o with { Dropout = (float?)v })
        {
            Kind = NumberKinds.Between(0, 0.9f, "RATE"),
            Recipe = RecipeValue.Of(r => r.Dropout, (r, v) => r with { Dropout = v }),
            Help = "Dropout of hidden states and attention probabilities.",
        },
        new("beta2", o => o.Beta2, (o, v) => o with { Beta2 = (double?)v })
        {
            Kind = NumberKinds.Between(0, 0.999999, "RATE"),
            Recipe = RecipeValue.Of(r => r.Beta2, (r, v) => r with { Beta2 = v }),
            Applies = o => o.Beta2HalfLife is null,
            Help = "AdamW's decay of the second moment; 0.999 with bert-adam and lamb.",
        },
        new("clip_norm", o => o.ClipNorm, (o, v) => o with { ClipNorm = (float?)v })
        {
            Flag = "clip",
            Kind = NumberKinds.Above(0f, 1_000_000, "NORM"),
            Recipe = RecipeValue.Of(r => r.ClipNorm, (r, v) => r with { ClipNorm = v }),
            Help = "Gradients of a greater global norm are scaled down to it.",
        },
    ];
}
