using Cloze.Files;

namespace Cloze.Training;

/// <summary>Files of a run's folder that belong to no checkpoint any more.</summary>
internal static class LeftOvers
{
    /// <summary>Removes them.</summary>
    /// <param name="folder">The folder of the run's own files.</param>
    /// <param name="standing">The checkpoints to keep.</param>
    /// <exception cref="ClozeException">A file cannot be removed.</exception>
    public static void Remove(string folder, IReadOnlyCollection<CheckpointState> standing)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            string name = Path.GetFileName(path);
            if (IsOfACheckpoint(name) && !standing.Any(state => IsOf(state, name))) Removal.Require(path);
        }
    }

    private static bool IsOf(CheckpointState state, string name) =>
        state.Has(name) || name == CheckpointHistory.NameOf(state);

    private static bool IsOfACheckpoint(string name) =>
        TensorNames.Is(name)
        || CheckpointHistory.StepOf(name) is not null
        || name.EndsWith(TokenFiles.Extension, StringComparison.Ordinal)
        || name.EndsWith(AtomicFile.Partial, StringComparison.Ordinal);
}
