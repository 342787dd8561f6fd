using Cloze.Formats;

namespace Cloze.Models;

/// <summary>Which tensor of a folder fills which parameter of a model.</summary>
internal sealed class WeightMap
{
    private readonly List<string> _missing = [];
    private readonly List<ShapeMismatch> _mismatched = [];
    private readonly Dictionary<string, string> _fileNames = [];
    private readonly SortedSet<string> _notUsed = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _wrappers = new(StringComparer.Ordinal);
    private readonly TensorFolder _folder;
    private readonly WeightNames _names;
    private readonly string[] _headMatrices;

    private WeightMap(TensorFolder folder, ParameterLayout layout)
    {
        _folder = folder;
        _names = layout.Names;
        string[] matrices = [_names.Weight(ModelPart.Transform), _names.Weight(ModelPart.Decoder)];
        _headMatrices = [.. matrices.Where(name => layout.TryFind(name, out _))];
    }

    /// <summary>Per parameter that the folder has: its tensors, two where a tied tensor stands there twice.</summary>
    internal List<(ParameterSpec Parameter, IReadOnlyList<string> FileNames)> Sources { get; } = [];

    internal LoadReport Report => new([.. _missing.Order(StringComparer.Ordinal)], [.. _notUsed], _mismatched)
    {
        Wrappers = [.. _wrappers],
        LacksHead = _missing.Exists(_headMatrices.Contains),
        IsForeign = Sources.TrueForAll(source => _names.IsOfHead(source.Parameter.Name)),
    };

    internal static WeightMap Create(TensorFolder folder, ParameterLayout layout)
    {
        var map = new WeightMap(folder, layout);
        map.ReadNames();
        foreach (ParameterSpec parameter in layout.Parameters) map.Add(parameter, layout);
        return map;
    }

    /// <summary>
    /// Names that are the model's own come first, those in fewer wrappers before others; another name of the same
    /// tensor is then not used.
    /// </summary>
    private void ReadNames()
    {
        _notUsed.UnionWith(_folder.LeftOut);
        foreach (string fileName in _folder.Names
            .OrderBy(name => _names.ModelName(name) != name).ThenBy(name => _names.WrapperOf(name).Length))
        {
            if (_names.IsPositionIds(fileName)) continue;
            bool isNew = _fileNames.TryAdd(_names.ModelName(fileName), fileName);
            _notUsed.Add(isNew ? WeightNames.Rename(fileName) : fileName);
        }
    }

    private void Add(ParameterSpec parameter, ParameterLayout layout)
    {
        string[] names = NamesOf(parameter, layout);
        string[] fileNames = [.. names.Where(_fileNames.ContainsKey).Select(name => _fileNames[name])];
        if (fileNames.Length == 0)
        {
            _missing.AddRange(names);
            return;
        }

        foreach (string fileName in fileNames)
        {
            _notUsed.Remove(WeightNames.Rename(fileName));
            if (_names.WrapperOf(fileName) is { Length: > 0 } wrapper) _wrappers.Add(wrapper);
            TensorEntry tensor = _folder.Get(fileName).Tensor;
            if (tensor.Shape.SequenceEqual(parameter.Shape)) continue;
            _mismatched.Add(new ShapeMismatch(_names.ModelName(fileName), tensor.Shape, parameter.Shape));
        }

        Sources.Add((parameter, fileNames));
    }

    /// <summary>
    /// The names a parameter may have in a file. A tied parameter has both of the pair. Where the decoder is not tied,
    /// its bias is still the prediction bias, and the other way round, in files that hold only one of them: older
    /// versions of Hugging Face's library shared the two and saved one.
    /// </summary>
    private string[] NamesOf(ParameterSpec parameter, ParameterLayout layout)
    {
        bool hasHead = layout.Outputs.HasFlag(ModelOutputs.MaskedLanguageModel);
        if (!hasHead || _names.Partner(parameter) is not { } partner) return [parameter.Name];
        if (layout.Find(ModelPart.Decoder) is null) return [parameter.Name, partner];
        bool takesPartner = parameter.Part != ModelPart.WordEmbeddings
            && !_fileNames.ContainsKey(parameter.Name)
            && _fileNames.ContainsKey(partner);
        return [takesPartner ? partner : parameter.Name];
    }
}
