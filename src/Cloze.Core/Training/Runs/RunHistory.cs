using System.Text.Json;
using Cloze.Files;

namespace Cloze.Training;

/// <summary>The course of a run, as it lies in the run's folder: its manifest, steps and evaluations.</summary>
public sealed record RunHistory
{
    /// <summary>What the run is made of.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>The sessions of the run: its beginning, and each time it was resumed.</summary>
    public required IReadOnlyList<RunStart> Starts { get; init; }

    /// <summary>The steps that the log keeps, in order.</summary>
    public required IReadOnlyList<RunStep> Steps { get; init; }

    /// <summary>The evaluations on held-out text, in order.</summary>
    public required IReadOnlyList<RunEvaluation> Evaluations { get; init; }

    /// <summary>
    /// Reads <c>training/manifest.json</c> and <c>training/metrics.jsonl</c> of a run that goes on or is over.
    /// </summary>
    /// <param name="folder">The folder that the run writes its model to.</param>
    /// <exception cref="ClozeException">There is no run, or its files are damaged.</exception>
    /// <exception cref="ArgumentNullException">No folder is given.</exception>
    public static RunHistory Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var files = new CheckpointFolder(folder);
        RequireRun(files);
        RunManifest manifest = ReadManifest(files.ManifestPath);
        return new RunLogReader(files.LogPath).Read(manifest);
    }

    /// <summary>Whether a run's log keeps a step: fewer and fewer of a long run.</summary>
    /// <param name="step">The number of the step, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public static bool Keeps(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        return RunLog.Keeps(step);
    }

    /// <summary>
    /// The same with at most so many steps, neighbours joined: their losses averaged, else the last of them, and a
    /// measured update ratio kept.
    /// </summary>
    /// <param name="most">The most steps, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is not positive.</exception>
    public RunHistory Thinned(int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        if (Steps.Count <= most) return this;
        int size = (Steps.Count + most - 1) / most;
        return this with { Steps = [.. Steps.Chunk(size).Select(Join)] };
    }

    private static RunStep Join(RunStep[] steps) => steps[^1] with
    {
        Loss = steps.Average(step => step.Loss),
        UpdateRatio = steps.LastOrDefault(step => step.UpdateRatio is not null)?.UpdateRatio,
    };

    private static void RequireRun(CheckpointFolder files)
    {
        if (File.Exists(files.ManifestPath) && File.Exists(files.LogPath)) return;
        string missing = Path.GetFileName(File.Exists(files.ManifestPath) ? files.LogPath : files.ManifestPath);
        throw new ClozeException(
            $"There is no record of a run in {files.Model}: {Path.Combine("training", missing)} is missing.",
            "Name the folder that a run writes its model to; runs of earlier versions have no record.");
    }

    private static RunManifest ReadManifest(string path)
    {
        const int largest = 1 << 20;
        byte[] json = UntrustedFile.Read(path, largest);
        try
        {
            return JsonSerializer.Deserialize(json, RunLogJson.Relaxed.RunManifest)
                ?? throw new JsonException("it is null.");
        }
        catch (JsonException error)
        {
            throw new ClozeException(
                $"{path} is not the manifest of a run: {error.Message}",
                "It was changed or is of another version; resuming the run writes it anew.",
                error);
        }
    }
}
