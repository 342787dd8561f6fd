using Cloze.Files;

namespace Cloze.Training;

/// <summary>
/// The state of a checkpoint in a file that knows when it was damaged: its last value is the SHA-256 of the file with
/// zeros in that value's place.
/// </summary>
internal static class StateFile
{
    private static readonly string _zeros = new('0', 64);

    /// <exception cref="ClozeException">The disk is full or the place cannot be written.</exception>
    public static void Write(string path, CheckpointState state)
    {
        string text = TrainingJson.Write(state with { Checksum = _zeros }) + "\n";
        AtomicFile.WriteText(path, PutLast(text, _zeros, FileHash.OfText(text)));
    }

    /// <summary>Reads a state; one of an older version, without a checksum, is believed.</summary>
    /// <exception cref="ClozeException">
    /// The file cannot be read, is damaged, is not the state of a run, or is of another version.
    /// </exception>
    public static CheckpointState Read(string path)
    {
        CheckpointState state = TrainingJson.ReadState(path, out string text);
        if (state.Checksum is { } sum && FileHash.OfText(PutLast(text, sum, _zeros)) != sum)
        {
            throw new ClozeException(
                $"{path} has not the checksum that stands in it: it was damaged, or changed by hand.",
                "Put the file back, or start the run again with `force`.");
        }

        return state;
    }

    private static string PutLast(string text, string old, string now)
    {
        int at = text.LastIndexOf(old, StringComparison.Ordinal);
        return at < 0 || old.Length == 0 ? text : string.Concat(text.AsSpan(0, at), now, text.AsSpan(at + old.Length));
    }
}
