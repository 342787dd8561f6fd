using Cloze.Files;

namespace Cloze.Training;

/// <summary>
/// Says that the model in a run's folder may be of an earlier checkpoint than the newest: it is set before a checkpoint
/// is, and removed when its model stands. A finished run that is opened with the mark writes its model once more.
/// </summary>
/// <param name="folder">The folder of the run's own files.</param>
internal sealed class ModelMark(string folder)
{
    private string Name => Path.Combine(folder, "model-is-behind");

    /// <summary>Whether it is set.</summary>
    public bool Exists => File.Exists(Name);

    /// <summary>Sets it.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Set() => AtomicFile.WriteText(Name, "the model is of an earlier checkpoint\n");

    /// <summary>Removes it.</summary>
    /// <exception cref="ClozeException">It cannot be removed.</exception>
    public void Remove() => Removal.Require(Name);
}
