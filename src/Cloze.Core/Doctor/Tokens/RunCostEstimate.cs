using Cloze.Compute;
using Cloze.Data;
using Cloze.Files;
using Cloze.Measurement;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Doctor;

/// <summary>Measures a few training steps, and tells from them what a run takes here.</summary>
internal static class RunCostEstimate
{
    /// <summary>Measures.</summary>
    /// <param name="tokens">The sample, for the vocabulary.</param>
    /// <param name="epochTokens">Tokens of one pass over the corpus.</param>
    /// <param name="options">Model, threads and seconds.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="ClozeException">There is not enough memory to measure.</exception>
    public static RunCost Measure(
        SampleTokens tokens, long epochTokens, DoctorOptions options, CancellationToken cancellation)
    {
        EffectiveOptions run = EffectiveOptions.Resolve(
            new TrainingOptions { Preset = tokens.Model is null ? options.Preset : null, Threads = options.Threads },
            tokens.Model);
        WorkloadOptions workload = Workload(tokens, run, options);
        TrainingMemory memory = ExpectMemory(workload, run, out long parameters);
        long available = MachineMemory.Total();
        double? speed = memory.Total > available
            ? null
            : StepMeasurement.Measure(workload, cancellation).TokensPerSecond;
        var disk = TrainingDisk.Expect(workload.Config, run);
        long sequences = IdWidth.For(tokens.Pieces.Count) * epochTokens * 10 / 9;
        string name = options.Model ?? PresetSizes.NameOf(options.Preset);
        return new RunCost(
            name, parameters, speed, epochTokens, memory.Total, available, disk.Most + sequences, FreeSpace.Of("."))
        {
            LeastDiskBytes = disk.Least + sequences,
        };
    }

    /// <summary>What of it spoils a run.</summary>
    public static IEnumerable<Finding> Find(RunCost cost)
    {
        if (cost.MemoryBytes > cost.MachineBytes)
        {
            yield return TooMuch(
                "memory", "about", cost.MemoryBytes, cost.MachineBytes, "Choose a smaller `preset`, or `recompute`.");
        }

        if (cost.LeastDiskBytes > cost.FreeBytes)
        {
            yield return TooMuch(
                "disk",
                "at least",
                cost.LeastDiskBytes,
                cost.FreeBytes.Value,
                "Free some room, or choose another folder.");
        }
        else if (cost.DiskBytes > cost.FreeBytes)
        {
            yield return LittleDisk(cost.DiskBytes, cost.FreeBytes.Value);
        }

        if (cost.EpochsInTenMinutes is not >= TrainingRemarks.ManyEpochs) yield break;
        yield return new Finding
        {
            Id = "little-text",
            Severity = Severity.Note,
            Count = cost.EpochTokens,
            Message = FormattableString.Invariant(
                $"Ten minutes read the corpus {cost.EpochsInTenMinutes:N0} times: a model learns it by heart."),
            Advice = "More text teaches more than more training; give fewer `minutes`, or continue a model.",
        };
    }

    private static Finding TooMuch(string what, string how, long needed, long available, string advice) => new()
    {
        Id = $"not-enough-{what}",
        Severity = Severity.Fatal,
        Count = needed,
        Message = $"A run takes {how} {TrainingMemory.Size(needed)} of {what}; "
            + $"there are {TrainingMemory.Size(available)}.",
        Advice = advice,
    };

    private static Finding LittleDisk(long most, long free) => new()
    {
        Id = "not-enough-disk",
        Severity = Severity.Warning,
        Count = most,
        Message = $"A run takes up to {TrainingMemory.Size(most)} of disk; there are {TrainingMemory.Size(free)}: "
            + "where it is full, older checkpoints are given up.",
        Advice = "Free some room, choose another folder, or keep fewer checkpoints with `keep_checkpoints`.",
    };

    private static WorkloadOptions Workload(SampleTokens tokens, EffectiveOptions run, DoctorOptions options)
    {
        Recipe recipe = run.Recipe;
        EncoderConfig config = tokens.Model ?? PresetSizes.Config(
            options.Preset,
            tokens.Pieces.Count,
            recipe.SequenceLength,
            recipe.Dropout,
            tokens.Tokenizer.Vocabulary.PaddingId);
        return new WorkloadOptions
        {
            // Dropout costs little, and without it the measured loss must fall.
            Config = config with { HiddenDropout = 0, AttentionDropout = 0 },
            Lengths = BatchLengths.Full(Math.Max(1, recipe.BatchTokens / recipe.SequenceLength), recipe.SequenceLength),
            MaskRate = recipe.MaskRate.First,
            SampledPieces = recipe.SampledPieces,
            Threads = options.ThreadCount,
            Repeats = new RepeatOptions
            {
                WarmUps = 1,
                WarmUpSeconds = options.Seconds / 10,
                Fewest = 3,
                Seconds = options.Seconds,
                OneIsEnough = true,
            },
        };
    }

    private static TrainingMemory ExpectMemory(WorkloadOptions workload, EffectiveOptions run, out long parameters)
    {
        using Backend backend = workload.CreateBackend();
        using var model = new EncoderModel(backend, workload.Config, ModelOutputs.MaskedLanguageModel);
        parameters = model.Layout.ParameterCount;
        TokenBatch batch = SampleBatch.Create(workload.Lengths, workload.Config.VocabularySize, workload.MaskRate);
        return TrainingMemory.Expect(model, batch, run);
    }
}
