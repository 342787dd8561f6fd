using System.Globalization;

namespace Cloze.Training;

/// <summary>
/// The states of a run's checkpoints on the disk: <c>state.json</c> is the newest, <c>state-STEP.json</c> are those
/// before it.
/// </summary>
/// <param name="folder">The folder of the run's own files.</param>
internal sealed class CheckpointHistory(string folder)
{
    /// <summary>The file of the newest.</summary>
    public const string NewestFile = "state.json";

    private const string Prefix = "state-";
    private const string Extension = ".json";

    /// <summary>The path of the newest.</summary>
    public string Newest => Path.Combine(folder, NewestFile);

    /// <summary>Whether there is a run.</summary>
    public bool Exists => Files().Count > 0;

    /// <summary>The file name of a state that is not the newest any more.</summary>
    public static string NameOf(CheckpointState state) =>
        Prefix + state.Position.Step.ToString(CultureInfo.InvariantCulture) + Extension;

    /// <summary>The step of a file of an earlier state; null of any other file.</summary>
    public static int? StepOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)
        && int.TryParse(
            name.AsSpan(Prefix.Length..^Extension.Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int step)
            ? step
            : null;

    /// <summary>The states' files, the newest first.</summary>
    public IReadOnlyList<string> Files()
    {
        if (!Directory.Exists(folder)) return [];
        IEnumerable<string> earlier = Directory.EnumerateFiles(folder)
            .Select(path => (Path: path, Step: StepOf(Path.GetFileName(path))))
            .Where(file => file.Step is not null)
            .OrderByDescending(file => file.Step)
            .Select(file => file.Path);
        return [.. File.Exists(Newest) ? [Newest] : Array.Empty<string>(), .. earlier];
    }

    /// <summary>The states that can be read, whatever became of their tensors, the newest first.</summary>
    public IReadOnlyList<CheckpointState> Readable() => [.. Files().Select(TryRead).OfType<CheckpointState>()];

    /// <summary>Finds the newest checkpoint that is sound.</summary>
    /// <param name="check">Throws where the files that a state names are not what they were.</param>
    /// <exception cref="ClozeException">None is sound, or the newest is of another version.</exception>
    public FoundCheckpoint Find(Action<CheckpointState> check)
    {
        IReadOnlyList<string> files = Files();
        var faults = new List<ClozeException>();
        foreach (string path in files)
        {
            if (FaultOf(path, check, out CheckpointState? state) is { } fault) faults.Add(fault);
            else return Found(state!, files.Skip(faults.Count + 1), faults);
        }

        throw faults.Count == 1 ? faults[0] : new ClozeException(
            $"None of the {faults.Count} checkpoints in {folder} can be used. The newest: {faults[0].Message}",
            faults[0].Hint,
            faults[0]);
    }

    // Another version's work is no damage: nothing before it takes its place.
    private static ClozeException? FaultOf(string path, Action<CheckpointState> check, out CheckpointState? state)
    {
        bool isOfThisVersion = true;
        state = null;
        try
        {
            state = StateFile.Read(path);
            isOfThisVersion = state.Format == CheckpointState.CurrentFormat;
            if (!isOfThisVersion) throw OtherFormat(path, state.Format);
            check(state);
            return null;
        }
        catch (ClozeException fault) when (isOfThisVersion)
        {
            return fault;
        }
    }

    private FoundCheckpoint Found(
        CheckpointState state, IEnumerable<string> earlier, IEnumerable<ClozeException> faults) =>
        new(WithEarlier(state, earlier), [.. Missing(), .. faults.Select(fault => fault.Message)]);

    private IEnumerable<string> Missing() => File.Exists(Newest) ? [] : [$"{Newest} is missing."];

    // What comes after the newest is looked at closely when it is needed.
    private static CheckpointState[] WithEarlier(CheckpointState newest, IEnumerable<string> earlier) =>
        [newest, .. earlier.Select(TryRead).OfType<CheckpointState>().DistinctBy(state => state.Position.Step)
            .Where(state => state.Position.Step < newest.Position.Step)];

    private static CheckpointState? TryRead(string path)
    {
        try
        {
            return StateFile.Read(path);
        }
        catch (ClozeException)
        {
            // A state that cannot be read has nothing to be kept.
            return null;
        }
    }

    private static ClozeException OtherFormat(string path, int format) => new(
        $"{path} has format {format}, expected {CheckpointState.CurrentFormat}.",
        "Resume with the version of Cloze that wrote it.");
}
