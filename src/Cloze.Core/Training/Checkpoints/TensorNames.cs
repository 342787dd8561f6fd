using System.Globalization;

namespace Cloze.Training;

/// <summary>The names of the files of tensors: by the step, and never one that stands already.</summary>
internal static class TensorNames
{
    private const string Prefix = "tensors-";
    private const string Extension = ".safetensors";

    /// <summary>A name for a checkpoint at a step that no file of the folder has.</summary>
    public static string Free(string folder, int step)
    {
        string name = Prefix + step.ToString(CultureInfo.InvariantCulture);
        string free = name + Extension;
        for (int i = 2; File.Exists(Path.Combine(folder, free)); i++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}{Extension}");
        }

        return free;
    }

    /// <summary>Whether a file has such a name, of this version or an older one.</summary>
    public static bool Is(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal);
}
