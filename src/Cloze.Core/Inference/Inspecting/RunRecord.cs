using System.Text.Json;
using Cloze.Formats;

namespace Cloze.Inference;

/// <summary>The course of the training run that a model is from, where its record lies beside the model.</summary>
public static class RunRecord
{
    private const int LargestFile = 1 << 28;

    /// <summary>Reads <c>training/curve.json</c> of a model folder, or of the run whose best model it is.</summary>
    /// <param name="folder">The model folder.</param>
    /// <returns>
    /// An object with <c>options</c>, <c>position</c>, <c>corpus</c>, <c>baseline</c>, <c>steps</c> and
    /// <c>evaluations</c>; null where there is no record.
    /// </returns>
    /// <exception cref="ClozeException">The record cannot be read, is too large, or is no JSON object.</exception>
    /// <exception cref="ArgumentNullException">No folder is given.</exception>
    public static JsonElement? Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Find(folder) is { } path ? JsonFile.Read(path, LargestFile).Root : null;
    }

    /// <summary>Whether a record lies beside a model.</summary>
    /// <param name="folder">The model folder.</param>
    /// <exception cref="ArgumentNullException">No folder is given.</exception>
    public static bool Exists(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Find(folder) is not null;
    }

    private static string? Find(string folder)
    {
        string own = Path.Combine(folder, "training", "curve.json");
        if (File.Exists(own)) return own;
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.GetFileName(full) != "best" || Path.GetDirectoryName(full) is not { } run) return null;
        string above = Path.Combine(run, "training", "curve.json");
        return File.Exists(above) ? above : null;
    }
}
