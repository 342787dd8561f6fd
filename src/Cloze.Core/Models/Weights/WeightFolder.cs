using Cloze.Formats;

namespace Cloze.Models;

/// <summary>The weights of a model folder, whatever format they are in.</summary>
internal static class WeightFolder
{
    /// <summary>Files that hold weights, whoever wrote them; their names end in these.</summary>
    public static readonly string[] FileNames =
    [
        SafetensorsFile.FileName, SafetensorsFile.IndexName, PyTorchFile.FileName, PyTorchFile.IndexName,
    ];

    /// <summary>Opens the weights of a folder; those of TensorFlow under the names they have in PyTorch.</summary>
    /// <exception cref="ClozeException">There are none, or they cannot be read.</exception>
    public static TensorFolder Open(string folder)
    {
        TensorFolder weights = TensorFolder.Open(folder);
        return weights.IsTensorFlow ? weights.Rename(TensorFlowNames.Rename) : weights;
    }

    /// <summary>Whether a file is one of those that the weights of a folder are read from.</summary>
    /// <exception cref="ClozeException">The folder has no weights, or they cannot be read.</exception>
    public static bool IsReadFrom(string folder, string path)
    {
        if (!File.Exists(path)) return false;
        using TensorFolder weights = Open(folder);
        return weights.Paths.Any(weight => Path.GetFullPath(weight) == Path.GetFullPath(path));
    }
}
