using Cloze.Files;

namespace Cloze.Training;

/// <summary>
/// Says that a new run has begun to write its small files and has no checkpoint yet. It is among the files that the
/// first checkpoint removes; where a process was killed before, the next run may write over what it left.
/// </summary>
/// <param name="folder">The folder of the run's own files.</param>
internal sealed class StartMark(string folder)
{
    private string Name => Path.Combine(folder, "start" + AtomicFile.Partial);

    /// <summary>Whether it is set.</summary>
    public bool Exists => File.Exists(Name);

    /// <summary>Sets it.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Set() => AtomicFile.WriteText(Name, "a run begins here\n");
}
