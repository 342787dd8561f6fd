using Cloze.Files;

namespace Cloze.Onnx;

/// <summary>Where an exported graph goes.</summary>
internal sealed class ExportTarget
{
    private ExportTarget(string? folder, string path)
    {
        FilesFolder = folder;
        Path = path;
    }

    /// <summary>The folder that the model's small files go into too; null where the graph is alone.</summary>
    public string? FilesFolder { get; }

    /// <summary>The graph's file.</summary>
    public string Path { get; }

    /// <summary>Decides where the graph of a model goes.</summary>
    /// <exception cref="ClozeException">The output is a file that is no graph's.</exception>
    public static ExportTarget Of(string source, OnnxExportOptions options)
    {
        string output = options.Output ?? source;
        bool isGraph = output.EndsWith(OnnxPrecisions.Extension, StringComparison.OrdinalIgnoreCase);
        if (isGraph && !Directory.Exists(output)) return new ExportTarget(null, System.IO.Path.GetFullPath(output));
        if (File.Exists(output))
        {
            throw new ClozeException(
                $"The output {output} is a file, expected a folder or a path that ends in {OnnxPrecisions.Extension}.",
                "Name a folder, or a file as model.onnx.");
        }

        string path = System.IO.Path.Combine(output, OnnxPrecisions.Folder, options.Precision.FileName());
        return new ExportTarget(output, path);
    }

    /// <summary>Makes the folder of the graph.</summary>
    /// <exception cref="ClozeException">It cannot be made.</exception>
    public void Prepare() =>
        Folder.Create(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
}
