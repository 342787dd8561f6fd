using Cloze.Compute;
using Cloze.Data;
using Cloze.Masking;
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
    public Budget Budget => Options.Budget;

    /// <summary>The corpus to read; null is the reference documentation of the SDK.</summary>
    public CorpusOptions? Corpus => Options.ToCorpus() is not { } corpus ? null : corpus with { NoText = [Output] };

    /// <summary>The corpus to evaluate on; null where a share of the other is held out.</summary>
    public CorpusOptions? Validation => Options.Validation is not { } paths
        ? null
        : (Options with { Data = paths }).ToCorpus()!.Sorted() with { NoText = [Output] };

    /// <summary>The model folder to write.</summary>
    public string Output => Options.Output!;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed => Options.Seed!.Value;

    /// <summary>How the training part is masked; the rate is the highest of the run.</summary>
    internal MaskingOptions Masking => new()
    {
        MaskRate = Recipe.MaskRate.Highest,
        Strategy = Recipe.Masking,
        Disjoint = Recipe.DisjointMasks,
    };

    /// <summary>Where the model computes, and how.</summary>
    public EngineOptions Engine => new()
    {
        Device = Options.Device!,
        Precision = Options.Precision ?? ComputePrecision.Bf16,
        Threads = Threads,
    };

    /// <summary>Threads; 0 takes every core.</summary>
    public int Threads => Options.Threads!.Value;

    /// <summary>Threads, the machine's cores counted where <see cref="Threads"/> is 0.</summary>
    public int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>Whether activations are computed again in the backward pass.</summary>
    public bool Recompute => Options.Recompute!.Value;

    /// <summary>How documents become sentence pairs; null where masked words alone are learned.</summary>
    internal PairOptions? Pairs => Options.Objective switch
    {
        TrainingObjective.NextSentence => Pair(PairRule.NextSentence),
        TrainingObjective.SentenceOrder => Pair(PairRule.SentenceOrder),
        _ => null,
    };

    /// <summary>The heads that the objective needs.</summary>
    internal ModelOutputs Outputs => Pairs is null ? ModelOutputs.MaskedLanguageModel : ModelOutputs.PreTraining;

    /// <summary>Time of training between two checkpoints.</summary>
    public double CheckpointSeconds => 60 * Options.CheckpointMinutes!.Value;

    /// <summary>Robust standard deviations that a loss may be above the last losses' median; 0 for any.</summary>
    public double SpikeLimit => Options.SpikeLimit!.Value;

    /// <summary>Decides every value that the options leave open.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="continued">The sizes of the model to continue from, where there is one.</param>
    /// <param name="headIsNew">Whether that model lacks the head that predicts words.</param>
    /// <exception cref="ClozeException">A value is outside its range, or two exclude each other.</exception>
    public static EffectiveOptions Resolve(
        TrainingOptions options, EncoderConfig? continued = null, bool headIsNew = false)
    {
        options.Validate();
        Recipe recipe = continued is null
            ? Recipe.For(options.Preset ?? PresetSizes.Usual(options.LearnsPairs))
            : Recipe.Continuing(continued, headIsNew);
        recipe = Override(recipe.For(options.Optimizer ?? recipe.Optimizer), options);
        TrainingOptionsRules.CheckSchedule(options, recipe.Schedule);
        TrainingOptions decided = Decide(options.WithFullPaths(), recipe);
        decided.Validate();
        return new EffectiveOptions { Options = decided, Recipe = recipe };
    }

    /// <summary>The same with the pieces that the corpus really gave.</summary>
    internal EffectiveOptions WithVocabularySize(int count) =>
        Options.VocabularySize is null ? this : this with { Options = Options with { VocabularySize = count } };

    private PairOptions Pair(PairRule rule) => new() { Rule = rule, SequenceLength = Recipe.SequenceLength };

    // One after the other: whether an option means something may rest on one that was decided before it.
    private static TrainingOptions Decide(TrainingOptions options, Recipe recipe) =>
        TrainingOptionTable.All.Aggregate(
            options, (decided, option) => option.Set(decided, option.Decide(decided, recipe)));

    private static Recipe Override(Recipe recipe, TrainingOptions options)
    {
        foreach (TrainingOption option in TrainingOptionTable.All)
        {
            if (option.Recipe is { } place && option.Get(options) is { } value) recipe = place.Set(recipe, value);
        }

        if (options.Phases is { } phases)
        {
            recipe = recipe with { SequenceLength = phases.LongestSequence, Phases = phases };
        }

        if (options.BatchTokens is null)
        {
            recipe = recipe with { BatchTokens = Math.Max(recipe.BatchTokens, recipe.SequenceLength) };
        }

        // The product with the whole vocabulary costs a device little.
        if (DeviceName.IsCuda(options.Device ?? DeviceName.Processor)) recipe = recipe with { SampledPieces = 0 };
        return options.Beta2HalfLife is { } tokens
            ? recipe with { Beta2 = Math.Pow(0.5, (double)recipe.BatchTokens * recipe.Accumulation / tokens) }
            : recipe;
    }
}
