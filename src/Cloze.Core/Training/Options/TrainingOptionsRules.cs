using System.Numerics;

namespace Cloze.Training;

/// <summary>The ranges of <see cref="TrainingOptions"/>, and which of them exclude each other.</summary>
internal static class TrainingOptionsRules
{
    private const int MostBatchTokens = 1 << 20;

    /// <exception cref="ClozeException">A value is outside its range, or two exclude each other.</exception>
    public static void Check(TrainingOptions options)
    {
        CheckTogether(options);
        InRange("vocabulary-size", options.VocabularySize, 100, 1_000_000);
        Above("minutes", options.Minutes, 0, 1_000_000);
        InRange("steps", options.Steps, 1, int.MaxValue);
        InRange("tokens", options.Tokens, 1, long.MaxValue);
        InRange("sequence-length", options.SequenceLength, 8, 4096);
        InRange("batch-tokens", options.BatchTokens, options.SequenceLength ?? 8, MostBatchTokens);
        InRange("mask-rate", options.MaskRate, 0.01f, 0.9f);
        Above("learning-rate", options.LearningRate, 0, 1);
        InRange("warmup", options.Warmup, 0, 0.9f);
        InRange("weight-decay", options.WeightDecay, 0, 1);
        InRange("dropout", options.Dropout, 0, 0.9f);
        InRange("threads", options.Threads, 0, 1024);
        Above("checkpoint-minutes", options.CheckpointMinutes, 0, 1_000_000);
        if (options.Data is { Count: 0 })
        {
            throw new ClozeException("data names no path.", "Name a file or folder, or leave --data out.");
        }
    }

    private static void CheckTogether(TrainingOptions options)
    {
        AtMostOne(("minutes", options.Minutes), ("steps", options.Steps), ("tokens", options.Tokens));
        AtMostOne(("from", options.From), ("preset", options.Preset));
        AtMostOne(("from", options.From), ("initialization", options.Initialization));
        AtMostOne(
            ("from", options.From), ("tokenizer", options.Tokenizer), ("vocabulary-size", options.VocabularySize));
        AtMostOne(("resume", True(options.Resume)), ("force", True(options.Force)));
    }

    private static object? True(bool? value) => value == true ? value : null;

    private static void AtMostOne(params ReadOnlySpan<(string Name, object? Value)> options)
    {
        string? first = null;
        foreach ((string name, object? value) in options)
        {
            if (value is null) continue;
            if (first is not null)
            {
                throw new ClozeException($"{first} and {name} exclude each other.", $"Leave {first} or {name} out.");
            }

            first = name;
        }
    }

    private static void InRange<T>(string name, T? value, T least, T most)
        where T : struct, INumber<T>
    {
        if (value is not { } given || (given >= least && given <= most)) return;
        throw Outside(name, given, FormattableString.Invariant($"{least} to {most}"));
    }

    private static void Above<T>(string name, T? value, T limit, T most)
        where T : struct, INumber<T>
    {
        if (value is not { } given || (given > limit && given <= most)) return;
        throw Outside(name, given, FormattableString.Invariant($"above {limit}, at most {most}"));
    }

    private static ClozeException Outside<T>(string name, T value, string range) => new(
        FormattableString.Invariant($"{name} is {value}, outside its range: {range}."),
        $"Choose a value of {name} in that range.");
}
