namespace Cloze.Formats;

/// <summary>
/// The weights of a model folder, open for reading: one file, or the shards that an index lists; safetensors where
/// there are some, or else PyTorch's, or else an ONNX graph's, or else a checkpoint of TensorFlow's.
/// </summary>
internal sealed class TensorFolder : IDisposable
{
    private const int IndexLimit = 64 << 20;

    private static readonly (string FileName, string IndexName, Func<string, TensorFile> Open)[] s_formats =
    [
        (SafetensorsFile.FileName, SafetensorsFile.IndexName, SafetensorsFile.Open),
        (PyTorchFile.FileName, PyTorchFile.IndexName, PyTorchFile.Open),
    ];

    // Weights of Keras, Flax, Rust and llama.cpp.
    private static readonly string[] s_foreign = [".h5", ".keras", ".msgpack", ".ot", ".gguf"];

    private readonly IReadOnlyList<TensorFile> _files;
    private readonly Dictionary<string, (TensorFile File, TensorEntry Tensor)> _byName;

    private TensorFolder(
        IReadOnlyList<TensorFile> files, Dictionary<string, (TensorFile File, TensorEntry Tensor)> byName)
    {
        _files = files;
        _byName = byName;
    }

    /// <summary>The names of all tensors, in ordinal order.</summary>
    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>The files that hold them.</summary>
    public IEnumerable<string> Paths => _files.Select(file => file.Path);

    /// <summary>Names of what is in the files and no weight, in ordinal order.</summary>
    public IReadOnlyList<string> LeftOut { get; private init; } = [];

    /// <summary>Whether it is a checkpoint of TensorFlow's, whose names are other ones.</summary>
    public bool IsTensorFlow { get; private init; }

    /// <summary>Whether a folder has a file to read weights from, whatever is in it.</summary>
    public static bool Exists(string folder) =>
        s_formats.SelectMany(format => new[] { format.FileName, format.IndexName })
            .Any(name => File.Exists(Path.Combine(folder, name)))
        || OnnxFile.FindIn(folder) is not null || TensorFlowCheckpoint.Find(folder) is not null;

    /// <summary>Opens the weights of a folder.</summary>
    /// <exception cref="ClozeException">
    /// There are none; the index names a file outside the folder, one that is missing, or a tensor that its file
    /// lacks; a file breaks the format.
    /// </exception>
    public static TensorFolder Open(string folder)
    {
        foreach (var format in s_formats)
        {
            string single = Path.Combine(folder, format.FileName), index = Path.Combine(folder, format.IndexName);
            if (File.Exists(single)) return OpenFiles([single], null, format.Open);
            if (File.Exists(index)) return OpenShards(folder, index, format.Open);
        }

        if (OnnxFile.FindIn(folder) is { } graph) return OpenFiles([graph], null, OnnxFile.Open);
        if (TensorFlowCheckpoint.Find(folder) is not { } checkpoint) throw NoWeights(folder);
        IReadOnlyList<TensorFile> files = TensorFlowCheckpoint.Open(checkpoint);
        return new TensorFolder(files, ByName(files, null)) { IsTensorFlow = true };
    }

    /// <summary>The same files, their tensors under other names; this one is not to be disposed of then.</summary>
    /// <param name="rename">Gives a tensor under its other name; null leaves it out.</param>
    public TensorFolder Rename(Func<TensorEntry, TensorEntry?> rename)
    {
        var byName = new Dictionary<string, (TensorFile File, TensorEntry Tensor)>();
        var leftOut = new List<string>();
        foreach (string name in Names)
        {
            var (file, tensor) = _byName[name];
            bool isTaken = rename(tensor) is { } renamed && byName.TryAdd(renamed.Name, (file, renamed));
            if (!isTaken) leftOut.Add(name);
        }

        return new TensorFolder(_files, byName) { LeftOut = leftOut, IsTensorFlow = IsTensorFlow };
    }

    /// <summary>The tensor of a name and the file that holds it.</summary>
    /// <exception cref="KeyNotFoundException">The name is not one of <see cref="Names"/>.</exception>
    public (TensorFile File, TensorEntry Tensor) Get(string name) => _byName[name];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TensorFile file in _files) file.Dispose();
    }

    private static TensorFolder OpenShards(string folder, string index, Func<string, TensorFile> open)
    {
        JsonFile json = JsonFile.Read(index, IndexLimit);
        IReadOnlyDictionary<string, string> shardOf = json.GetStringMap("weight_map");
        if (shardOf.Count == 0) throw json.Wrong("weight_map", "an object of tensor and file names");
        string[] shards = [.. shardOf.Values.Distinct().Order(StringComparer.Ordinal)];
        foreach (string shard in shards) RequireInside(index, shard);
        TensorFolder opened = OpenFiles(
            shards.Select(shard => Path.Combine(folder, shard)), tensor => shardOf.GetValueOrDefault(tensor), open);
        try
        {
            RequireAll(index, shardOf, opened);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens all files; a tensor counts only where the index puts it, or anywhere if the index does not list it.
    /// </summary>
    private static TensorFolder OpenFiles(
        IEnumerable<string> paths, Func<string, string?>? shardOf, Func<string, TensorFile> open)
    {
        var files = new List<TensorFile>();
        try
        {
            foreach (string path in paths) files.Add(open(path));
            return new TensorFolder(files, ByName(files, shardOf));
        }
        catch
        {
            foreach (TensorFile file in files) file.Dispose();
            throw;
        }
    }

    private static Dictionary<string, (TensorFile File, TensorEntry Tensor)> ByName(
        IEnumerable<TensorFile> files, Func<string, string?>? shardOf)
    {
        var byName = new Dictionary<string, (TensorFile File, TensorEntry Tensor)>();
        foreach (TensorFile file in files)
        {
            string name = Path.GetFileName(file.Path);
            foreach (TensorEntry tensor in file.Tensors)
            {
                if ((shardOf?.Invoke(tensor.Name) ?? name) == name) byName.TryAdd(tensor.Name, (file, tensor));
            }
        }

        return byName;
    }

    private static void RequireInside(string index, string shard)
    {
        string folder = Path.GetDirectoryName(index)!;
        bool plain = shard is not ("" or "." or "..") && shard.IndexOfAny(['/', '\\', ':', '\0']) < 0;
        if (!plain)
        {
            throw new ClozeException(
                $"{index}: \"weight_map\" names the file \"{shard}\", expected the plain name of a file in the folder.",
                "Do not open folders from people you do not trust; put the shards beside the index.");
        }

        if (File.Exists(Path.Combine(folder, shard))) return;
        throw new ClozeException(
            $"{index}: \"weight_map\" names the file \"{shard}\", which is not in the folder.",
            "Download the missing file; all shards must stand beside the index.");
    }

    private static void RequireAll(
        string index, IReadOnlyDictionary<string, string> shardOf, TensorFolder opened)
    {
        foreach ((string tensor, string shard) in shardOf)
        {
            if (opened._byName.ContainsKey(tensor)) continue;
            throw new ClozeException(
                $"{index}: \"weight_map\" puts tensor \"{tensor}\" in \"{shard}\", which does not have it.",
                "Index and shards are not of one model; download them again together.");
        }
    }

    private static ClozeException NoWeights(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return new ClozeException($"There is no folder {folder}.", "Give the folder of a model.");
        }

        return new ClozeException(
            $"{folder} has no weights, expected "
            + $"{string.Join(", ", s_formats.Select(format => format.FileName))} (or an index of parts of one), "
            + $"{OnnxFile.FileName} or {TensorFlowCheckpoint.FileName}.",
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).FirstOrDefault(IsForeign) is { } other
                ? $"{Printable.Line(other)} is of a kind that Cloze does not read: save the model as safetensors with "
                    + "the library that wrote it."
                : "Give the folder of a model.");
    }

    private static bool IsForeign(string? name) =>
        s_foreign.Any(ending => name!.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
