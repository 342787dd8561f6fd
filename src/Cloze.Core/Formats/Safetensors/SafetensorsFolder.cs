namespace Cloze.Formats;

/// <summary>
/// The weights of a model folder, open for reading: <c>model.safetensors</c>, or else the shards that
/// <c>model.safetensors.index.json</c> lists.
/// </summary>
internal sealed class SafetensorsFolder : IDisposable
{
    /// <summary>The one file of a model that is not split.</summary>
    public const string FileName = "model.safetensors";

    /// <summary>The index of a model split into shards.</summary>
    public const string IndexName = "model.safetensors.index.json";

    private const int IndexLimit = 64 << 20;

    private readonly IReadOnlyList<SafetensorsFile> _files;
    private readonly Dictionary<string, (SafetensorsFile File, TensorEntry Tensor)> _byName;

    private SafetensorsFolder(
        IReadOnlyList<SafetensorsFile> files,
        Dictionary<string, (SafetensorsFile File, TensorEntry Tensor)> byName)
    {
        _files = files;
        _byName = byName;
    }

    /// <summary>The names of all tensors, in ordinal order.</summary>
    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>Opens the weights of a folder.</summary>
    /// <exception cref="ClozeException">
    /// There are none; the index names a file outside the folder, one that is missing, or a tensor that its file
    /// lacks; a file breaks the format.
    /// </exception>
    public static SafetensorsFolder Open(string folder)
    {
        string single = Path.Combine(folder, FileName), index = Path.Combine(folder, IndexName);
        if (File.Exists(single)) return OpenFiles([single], null);
        if (!File.Exists(index)) throw NoWeights(folder);
        JsonFile json = JsonFile.Read(index, IndexLimit);
        IReadOnlyDictionary<string, string> shardOf = json.GetStringMap("weight_map");
        if (shardOf.Count == 0) throw json.Wrong("weight_map", "an object of tensor and file names");
        string[] shards = [.. shardOf.Values.Distinct().Order(StringComparer.Ordinal)];
        foreach (string shard in shards) RequireInside(index, shard);
        SafetensorsFolder opened = OpenFiles(
            shards.Select(shard => Path.Combine(folder, shard)), tensor => shardOf.GetValueOrDefault(tensor));
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

    /// <summary>The tensor of a name and the file that holds it.</summary>
    /// <exception cref="KeyNotFoundException">The name is not one of <see cref="Names"/>.</exception>
    public (SafetensorsFile File, TensorEntry Tensor) Get(string name) => _byName[name];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafetensorsFile file in _files) file.Dispose();
    }

    /// <summary>
    /// Opens all files; a tensor counts only where the index puts it, or anywhere if the index does not list it.
    /// </summary>
    private static SafetensorsFolder OpenFiles(IEnumerable<string> paths, Func<string, string?>? shardOf)
    {
        var files = new List<SafetensorsFile>();
        var byName = new Dictionary<string, (SafetensorsFile File, TensorEntry Tensor)>();
        try
        {
            foreach (string path in paths)
            {
                var file = SafetensorsFile.Open(path);
                files.Add(file);
                string name = Path.GetFileName(path);
                foreach (TensorEntry tensor in file.Tensors)
                {
                    if ((shardOf?.Invoke(tensor.Name) ?? name) == name) byName.TryAdd(tensor.Name, (file, tensor));
                }
            }

            return new SafetensorsFolder(files, byName);
        }
        catch
        {
            foreach (SafetensorsFile file in files) file.Dispose();
            throw;
        }
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
        string index, IReadOnlyDictionary<string, string> shardOf, SafetensorsFolder opened)
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

        bool pickled = File.Exists(Path.Combine(folder, "pytorch_model.bin"));
        return new ClozeException(
            $"{folder} has neither {FileName} nor {IndexName}" + (pickled ? ", only pytorch_model.bin." : "."),
            pickled
                ? "Convert it: load it with Hugging Face's library and save it again with safe_serialization."
                : "Give the folder of a model.");
    }
}
