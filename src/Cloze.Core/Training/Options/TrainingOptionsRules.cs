using Cloze.Compute;

namespace Cloze.Training;

/// <summary>
/// Checks <see cref="TrainingOptions"/>: each value by its row of the table, and which exclude each other.
/// </summary>
internal static class TrainingOptionsRules
{
    public const int MostBatchTokens = 1 << 20;

    public const int MostAccumulation = 4096;

    /// <exception cref="ClozeException">A value is outside its range, or two exclude each other.</exception>
    public static void Check(TrainingOptions options)
    {
        foreach (TrainingOption option in TrainingOptionTable.All) CheckTogether(option, options);
        foreach (TrainingOption option in TrainingOptionTable.All)
        {
            if (option.Complaint(options) is { } complaint) throw Refuse(option, complaint);
        }

        CheckSchedule(options, options.Schedule ?? ScheduleKind.Wsd);
        CheckAdapting(options);
        CheckMaskTail(options);
        CheckDisjoint(options);
        CheckSample(options);
        CheckPairs(options);
        CheckPatience(options);
        CheckOutput(options);
        int? longest = options.Phases?.LongestSequence ?? options.SequenceLength;
        if (options.BatchTokens < longest)
        {
            throw Refuse(
                TrainingOptionTable.Of("batch_tokens"),
                FormattableString.Invariant(
                    $"is {options.BatchTokens}, outside its range: {longest} to {MostBatchTokens}."));
        }
    }

    /// <summary>Checks the shares of the budget against the schedule of the run.</summary>
    /// <exception cref="ClozeException">The schedule has no cool-down, or the shares are more than all.</exception>
    public static void CheckSchedule(TrainingOptions options, ScheduleKind schedule)
    {
        if (options.Cooldown is not { } cooldown) return;
        if (schedule != ScheduleKind.Wsd)
        {
            throw new ClozeException(
                "`cooldown` is given, but only `schedule` wsd has one.",
                "Give `schedule` wsd, or leave `cooldown` out.");
        }

        if (cooldown + options.Warmup is not { } sum || sum <= 1 + 1e-6f) return;
        throw new ClozeException(
            FormattableString.Invariant(
                $"`warmup` {options.Warmup} and `cooldown` {cooldown} are more than the budget."),
            "Give shares that add up to 1 at most.");
    }

    private static void CheckDisjoint(TrainingOptions options)
    {
        if (options.DisjointMasks != true || !options.LearnsPairs) return;
        string name = TrainingOptionTable.Of("objective").Kind.Show(options.Objective);
        throw new ClozeException(
            $"`disjoint_masks` is given, but with `objective` {name} no sequence comes a second time: pairs are made "
            + "anew in every epoch.",
            "Leave `disjoint_masks` or `objective` out.");
    }

    private static void CheckSample(TrainingOptions options)
    {
        if (options is not { SampledPieces: > 0, Device: { } device } || !DeviceName.IsCuda(device)) return;
        throw new ClozeException(
            FormattableString.Invariant(
                $"`sampled_pieces` is {options.SampledPieces}, but `device` {device} computes the whole vocabulary."),
            "Leave `sampled_pieces` out, or compute on the processor.");
    }

    private static void CheckPairs(TrainingOptions options)
    {
        if (!options.LearnsPairs || options.Preset is not { } preset || !PresetSizes.IsModern(preset)) return;
        throw new ClozeException(
            $"`preset` {PresetSizes.NameOf(preset)} has no token types, which tell the two texts of a pair apart.",
            $"Give `preset` {PresetSizes.NameOf(PresetSizes.SizeOf(preset))}, or `objective` mlm.");
    }

    private static void CheckMaskTail(TrainingOptions options)
    {
        if (options is not { MaskTail: > 0, MaskRate: { IsConstant: true } rate }) return;
        throw new ClozeException(
            $"`mask_tail` is given, but `mask_rate` is {rate} all through the run.",
            "Give `mask_rate` two rates, as in \"0.3->0.15\", or leave `mask_tail` out.");
    }

    private static void CheckPatience(TrainingOptions options)
    {
        if (options is not { Patience: { } patience, Evaluations: 0 }) return;
        throw new ClozeException(
            FormattableString.Invariant(
                $"`patience` {patience} counts evaluations in the course of the run, but `evaluations` is 0."),
            "Give `evaluations` 1 or more, or leave `patience` out.");
    }

    // A model among the texts would be read as text by the next run.
    private static void CheckOutput(TrainingOptions options)
    {
        string output = FullPath(options.Output ?? TrainingOptions.DefaultOutput);
        string[] read = [.. options.Data ?? [], .. options.Validation ?? []];
        if (read.FirstOrDefault(path => path != "" && FullPath(path) == output) is { } same) throw Among(same);
        if (read.Any(path => path != "" && File.Exists(path) && Path.GetDirectoryName(FullPath(path)) == output))
        {
            throw Among(options.Output ?? TrainingOptions.DefaultOutput);
        }
    }

    private static ClozeException Among(string output) => new(
        $"`output` is {output}, which is the corpus: the model's files would lie among the texts.",
        "Give `output` a folder of its own, in the corpus's folder or elsewhere.");

    // A link to a folder is that folder.
    private static string FullPath(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Directory.Exists(full) && Directory.ResolveLinkTarget(full, returnFinalTarget: true) is { } target
            ? Path.TrimEndingDirectorySeparator(target.FullName)
            : full;
    }

    private static void CheckAdapting(TrainingOptions options)
    {
        if (options is { ExtendVocabulary: not null, Freeze.IsNone: false })
        {
            throw new ClozeException(
                "`extend_vocabulary` and `freeze` exclude each other: what is frozen could not learn the new words.",
                "Leave `extend_vocabulary` or `freeze` out.");
        }

        string? needs = options.ExtendVocabulary is not null ? "extend_vocabulary"
            : options.Freeze is { IsNone: false } ? "freeze"
            : null;
        if (needs is null || options.From is not null || options.Resume == true) return;
        throw new ClozeException(
            $"`{needs}` is for a model that is continued, but there is no `from`.",
            $"Name the model's folder as `from`, or leave `{needs}` out.");
    }

    private static void CheckTogether(TrainingOption option, TrainingOptions options)
    {
        if (!option.Asks(options)) return;
        foreach (string key in option.Excludes)
        {
            if (!TrainingOptionTable.Of(key).Asks(options)) continue;
            throw new ClozeException(
                $"`{option.Key}` and `{key}` exclude each other.", $"Leave `{option.Key}` or `{key}` out.");
        }
    }

    private static ClozeException Refuse(TrainingOption option, string complaint) => new(
        $"`{option.Key}` {complaint}",
        $"Give `{option.Key}` {option.Kind.Expected}, or leave it out.");
}
