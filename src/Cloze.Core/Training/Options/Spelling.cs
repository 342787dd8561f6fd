namespace Cloze.Training;

/// <summary>Guesses what a name that is not known was meant to be.</summary>
public static class Spelling
{
    // What other trainers call it, and the names it has here: as a key, and as a flag where that is another.
    private static readonly Dictionary<string, string[]> s_others = new(StringComparer.Ordinal)
    {
        ["lr"] = ["learning-rate"],
        ["max-lr"] = ["learning-rate"],
        ["wd"] = ["weight-decay"],
        ["decay"] = ["weight-decay"],
        ["bs"] = ["batch-tokens"],
        ["batch"] = ["batch-tokens"],
        ["batch-size"] = ["batch-tokens"],
        ["per-device-train-batch-size"] = ["batch-tokens"],
        ["seq-len"] = ["sequence-length"],
        ["seq-length"] = ["sequence-length"],
        ["max-length"] = ["sequence-length"],
        ["max-seq-length"] = ["sequence-length"],
        ["block-size"] = ["sequence-length"],
        ["num-epochs"] = ["epochs"],
        ["num-train-epochs"] = ["epochs"],
        ["max-steps"] = ["steps"],
        ["iterations"] = ["steps"],
        ["time"] = ["minutes"],
        ["optim"] = ["optimizer"],
        ["lr-scheduler-type"] = ["schedule"],
        ["lr-schedule"] = ["schedule"],
        ["grad-accum"] = ["accumulation"],
        ["gradient-accumulation"] = ["accumulation"],
        ["gradient-accumulation-steps"] = ["accumulation"],
        ["adam-beta1"] = ["beta1"],
        ["adam-beta2"] = ["beta2"],
        ["adam-epsilon"] = ["epsilon"],
        ["eps"] = ["epsilon"],
        ["seq-length-schedule"] = ["phases"],
        ["ema"] = ["average-steps"],
        ["early-stopping"] = ["patience"],
        ["early-stopping-patience"] = ["patience"],
        ["mlm-probability"] = ["mask-rate"],
        ["mask-prob"] = ["mask-rate"],
        ["warmup-ratio"] = ["warmup"],
        ["warmup-steps"] = ["warmup"],
        ["max-grad-norm"] = ["clip-norm", "clip"],
        ["grad-clip"] = ["clip-norm", "clip"],
        ["vocab"] = ["vocabulary-size", "vocab-size"],
        ["output-dir"] = ["output", "out"],
        ["out-dir"] = ["output", "out"],
        ["train-file"] = ["data"],
        ["input-file"] = ["data"],
        ["corpus"] = ["data"],
        ["test-size"] = ["held-out"],
        ["validation-split"] = ["held-out"],
        ["validation-file"] = ["validation"],
        ["model"] = ["from"],
        ["model-name-or-path"] = ["from"],
        ["checkpoint"] = ["from"],
        ["overwrite"] = ["force"],
        ["overwrite-output-dir"] = ["force"],
        ["gradient-checkpointing"] = ["recompute"],
        ["workers"] = ["threads"],
        ["num-threads"] = ["threads"],
        ["random-seed"] = ["seed"],
        ["init"] = ["initialization"],
        ["size"] = ["preset"],
    };

    /// <summary>
    /// The known name that stands for what other trainers call <paramref name="name"/>, such as "lr"; else the one with
    /// the fewest edits to it, two letters swapped being one (Damerau 1964); null where even that one differs in more
    /// than a third of the letters.
    /// </summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        return Named(name, names) ?? Similar(name, names);
    }

    private static string? Named(string name, string[] known) =>
        s_others.TryGetValue(Plain(name), out string[]? meant)
            ? known.FirstOrDefault(candidate => meant.Contains(Plain(candidate)))
            : null;

    private static string Plain(string name) => name.TrimStart('-').Replace('_', '-').ToLowerInvariant();

    private static string? Similar(string name, string[] known)
    {
        (string? nearest, int distance) = known.Select(candidate => (candidate, Distance(name, candidate)))
            .MinBy(pair => pair.Item2);
        return distance <= Math.Max(1, name.Trim('-').Length / 3) ? nearest : null;
    }

    private static int Distance(string left, string right)
    {
        var edits = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++) edits[i, j] = Edits(left, right, i, j, edits);
        }

        return edits[left.Length, right.Length];
    }

    private static int Edits(string left, string right, int i, int j, int[,] edits)
    {
        if (i == 0 || j == 0) return i + j;
        bool isSame = left[i - 1] == right[j - 1];
        int fewest = Math.Min(edits[i - 1, j - 1] + (isSame ? 0 : 1), Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
        bool isSwapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return isSwapped ? Math.Min(fewest, edits[i - 2, j - 2] + 1) : fewest;
    }
}
