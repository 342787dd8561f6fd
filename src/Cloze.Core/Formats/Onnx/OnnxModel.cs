using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>
/// An ONNX model, open for reading: the constants of its graph and how its nodes hang together. Values are read where
/// they stand, in the model or in a file beside it, and every size is checked before it is believed.
/// </summary>
internal sealed class OnnxModel : IDisposable
{
    /// <summary>The most bytes of a name: a module path of torch has a few hundred at most.</summary>
    internal const int LongestName = 4096;

    // A graph of a thousand layers has about a hundred thousand of each.
    private const int MostParts = 1 << 20;
    private const int GraphField = 7, NodeField = 1, InitializerField = 5;

    private readonly SafeFileHandle _handle;
    private readonly ByteWindow _file;
    private readonly Dictionary<string, (SafeFileHandle Handle, ByteWindow File)> _beside = [];
    private readonly Dictionary<string, OnnxTensor> _tensors = [];
    private readonly List<OnnxNode> _nodes = [];

    private OnnxModel(string path, SafeFileHandle handle)
    {
        _handle = handle;
        _file = new ByteWindow(path, handle);
    }

    /// <summary>The path the model was opened by.</summary>
    public string Path => _file.Path;

    /// <summary>The model's file; closed with this.</summary>
    public SafeFileHandle Handle => _handle;

    /// <summary>The constants by name.</summary>
    public IReadOnlyDictionary<string, OnnxTensor> Tensors => _tensors;

    /// <summary>The nodes, in the file's order.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    /// <summary>Opens a model and reads all but the values.</summary>
    /// <exception cref="ClozeException">The file cannot be opened or breaks the format.</exception>
    public static OnnxModel Open(string path)
    {
        SafeFileHandle handle = UntrustedFile.Open(path);
        OnnxModel? model = null;
        try
        {
            model = new OnnxModel(path, handle);
            model.ReadModel();
            return model;
        }
        catch (Exception error)
        {
            if (model is null) handle.Dispose();
            else model.Dispose();
            if (UntrustedFile.IsUnreadable(error)) throw UntrustedFile.Unreadable(path, error);
            throw;
        }
    }

    /// <summary>Reads bytes of a constant.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="start">The first byte, counted from the constant's beginning.</param>
    /// <param name="destination">Where they go; its length says how many.</param>
    /// <exception cref="ClozeException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">The stretch leaves the constant.</exception>
    public void Read(OnnxTensor tensor, long start, Span<byte> destination)
    {
        if (start < 0 || start > tensor.Length - destination.Length)
        {
            throw new ArgumentException($"A stretch outside tensor \"{tensor.Name}\" was asked for.", nameof(start));
        }

        ByteWindow file = tensor.File is null ? _file : _beside[tensor.File].File;
        file.Read(tensor.Place + start, destination);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle.Dispose();
        foreach ((SafeFileHandle handle, _) in _beside.Values) handle.Dispose();
    }

    private void ReadModel()
    {
        var fields = new MessageReader(_file, 0, _file.Length);
        bool hasGraph = false;
        while (fields.Read())
        {
            if (fields.Field != GraphField) continue;
            hasGraph = true;
            ReadGraph(fields.Message());
        }

        if (!hasGraph) throw OnnxErrors.Damaged(Path, "it has no graph.");
    }

    private void ReadGraph(MessageReader fields)
    {
        while (fields.Read())
        {
            if (fields.Field == NodeField) _nodes.Add(OnnxNode.Read(Path, fields.Message()));
            else if (fields.Field == InitializerField) Add(OnnxTensorReader.Read(Path, fields.Message()));
            if (_nodes.Count <= MostParts && _tensors.Count <= MostParts) continue;
            throw OnnxErrors.Damaged(Path, $"it has more than {MostParts} nodes or constants.");
        }
    }

    private void Add(OnnxTensor tensor)
    {
        long there = tensor.File is { } name ? Beside(tensor.Name, name).Length : _file.Length;
        if (tensor.Place > there - tensor.Length)
        {
            throw OnnxErrors.Damaged(
                Path,
                $"the constant {tensor.Name} has {tensor.Length} bytes from {tensor.Place} on in {tensor.File}, "
                + $"which has {there}.");
        }

        if (_tensors.TryAdd(tensor.Name, tensor)) return;
        throw OnnxErrors.Damaged(Path, $"two constants are called {tensor.Name}.");
    }

    // Only files of the model's own folder: a name that leads elsewhere would have any file read.
    private ByteWindow Beside(string tensor, string name)
    {
        if (_beside.TryGetValue(name, out (SafeFileHandle Handle, ByteWindow File) known)) return known.File;
        if (name is "" or "." or ".." || name.IndexOfAny(['/', '\\', ':', '\0']) >= 0)
        {
            throw OnnxErrors.Damaged(
                Path,
                $"the constant {tensor} stands in \"{name}\", expected the plain name of a file beside the model.");
        }

        string path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path) ?? "", name);
        SafeFileHandle handle = UntrustedFile.Open(path);
        var file = new ByteWindow(path, handle);
        _beside.Add(name, (handle, file));
        return file;
    }
}
