using Cloze.Data;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>The options of a run with every value decided; written beside the result.</summary>
public sealed record EffectiveOptions
{
    private EffectiveOptions()
    {
    }

    /// <summary>The same as a user would give them, nothing left to a recipe; another run can take it.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>How the model is trained.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>How long it is trained.</summary>
    public Budget Budget => new() { Minutes = Options.Minutes, Steps = Options.Steps, Tokens = Options.Tokens };

    /// <summary>The corpus to read; null is the reference documentation of the SDK.</summary>
    public CorpusOptions? Corpus => Options.Data is not { } paths ? null : new CorpusOptions
    {
        Paths = paths,
        DocumentRule = Options.Document!.Value,
        TextField = Options.TextField!,
        ReplaceInvalid = Options.ReplaceInvalid!.Value,
    };

    /// <summary>The model folder to write.</summary>
    public string Output => Options.Output!;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed => Options.Seed!.Value;

    /// <summary>Threads; 0 takes every core.</summary>
    public int Threads => Options.Threads!.Value;

    /// <summary>Threads, the machine's cores counted where <see cref="Threads"/> is 0.</summary>
    public int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>Whether activations are computed again in the backward pass.</summary>
    public bool Recompute => Options.Recompute!.Value;

    /// <summary>Time of training between two checkpoints.</summary>
    public double CheckpointSeconds => 60 * Options.CheckpointMinutes!.Value;

    /// <summary>Decides every value that the options leave open.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="continued">The sizes of the model to continue from, where there is one.</param>
    /// <exception cref="ClozeException">A value is outside its range, or two exclude each other.</exception>
    public static EffectiveOptions Resolve(TrainingOptions options, EncoderConfig? continued = null)
    {
        options.Validate();
        Preset preset = options.Preset ?? Preset.Tiny;
        Recipe recipe = Override(continued is null ? Recipe.For(preset) : Recipe.Continuing(continued), options);
        TrainingOptions decided = WithRecipe(WithDefaults(options, preset), recipe);
        decided.Validate();
        return new EffectiveOptions { Options = decided, Recipe = recipe };
    }

    /// <summary>The same with the pieces that the corpus really gave.</summary>
    internal EffectiveOptions WithVocabularySize(int count) =>
        Options.VocabularySize is null ? this : this with { Options = Options with { VocabularySize = count } };

    private static TrainingOptions WithDefaults(TrainingOptions options, Preset preset)
    {
        bool isNew = options.From is null;
        bool hasBudget = options.Minutes is not null || options.Steps is not null || options.Tokens is not null;
        return options.WithFullPaths() with
        {
            Document = options.Document ?? DocumentRule.BlankLine,
            TextField = options.TextField ?? "text",
            ReplaceInvalid = options.ReplaceInvalid ?? false,
            Output = options.Output ?? TrainingOptions.DefaultOutput,
            Preset = isNew ? preset : null,
            VocabularySize = isNew && options.Tokenizer is null ? options.VocabularySize ?? 8192 : null,
            Minutes = hasBudget ? options.Minutes : 10,
            Seed = options.Seed ?? 0,
            Threads = options.Threads ?? 0,
            Initialization = isNew ? options.Initialization ?? InitializationKind.Corpus : null,
            CheckpointMinutes = options.CheckpointMinutes ?? 3,
            Recompute = options.Recompute ?? false,
            Resume = null,
            Force = null,
            Profile = options.Profile ?? false,
        };
    }

    private static TrainingOptions WithRecipe(TrainingOptions options, Recipe recipe) => options with
    {
        BatchTokens = recipe.BatchTokens,
        SequenceLength = recipe.SequenceLength,
        MaskRate = recipe.MaskRate,
        LearningRate = recipe.LearningRate,
        Warmup = recipe.Warmup,
        WeightDecay = recipe.WeightDecay,
        Dropout = recipe.Dropout,
    };

    private static Recipe Override(Recipe recipe, TrainingOptions options) => recipe with
    {
        BatchTokens = options.BatchTokens ?? Math.Max(recipe.BatchTokens, options.SequenceLength ?? 0),
        SequenceLength = options.SequenceLength ?? recipe.SequenceLength,
        MaskRate = options.MaskRate ?? recipe.MaskRate,
        LearningRate = options.LearningRate ?? recipe.LearningRate,
        Warmup = options.Warmup ?? recipe.Warmup,
        WeightDecay = options.WeightDecay ?? recipe.WeightDecay,
        Dropout = options.Dropout ?? recipe.Dropout,
    };
}
