using Cloze.Compute;
using Cloze.Inference;

namespace Cloze.Extensions;

/// <summary>Which model an application uses and how; bound from configuration or set in code.</summary>
public sealed class ClozeOptions
{
    /// <summary>The model folder in the Hugging Face layout; must be given.</summary>
    public string? Folder { get; set; }

    /// <summary>Threads to compute with; 0, the default, for one a core.</summary>
    public int Threads { get; set; }

    /// <summary>Where to compute: <c>cpu</c>, the default, <c>cuda</c> or <c>cuda:1</c> and so on.</summary>
    public string Device { get; set; } = DeviceName.Processor;

    /// <summary>
    /// Whether the encoder alone is loaded: for folders without a masked-language-model head, sentence encoders for
    /// one. Words cannot be predicted then. Default false.
    /// </summary>
    public bool EncoderOnly { get; set; }

    /// <summary>
    /// Whether the host loads the model when it starts, and does not start where that fails. Otherwise it is loaded
    /// when it is first asked for. Default true.
    /// </summary>
    public bool LoadOnStart { get; set; } = true;

    /// <summary>The model's name in metadata, logs and health reports; null for the folder's name.</summary>
    public string? ModelId { get; set; }

    /// <summary>How the vectors of a text's tokens become one embedding. Default their mean.</summary>
    public Pooling Pooling { get; set; } = Pooling.Mean;

    /// <summary>Whether embeddings are scaled to length 1. Default true.</summary>
    public bool Normalize { get; set; } = true;

    /// <summary>The layer that embeddings are taken from: 0 the input's, null the last one.</summary>
    public int? Layer { get; set; }

    internal string GetName() => ModelId ?? FolderName(Folder!);

    internal EmbedOptions ToEmbedOptions() => new() { Pooling = Pooling, Normalize = Normalize, Layer = Layer };

    internal EngineOptions ToEngineOptions() => new() { Device = Device, Threads = Threads };

    private static string FolderName(string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return name.Length > 0 ? name : folder;
    }
}
