namespace Cloze.Formats;

/// <summary>
/// The few classes and functions that weights saved by PyTorch name. What each would give is made here from checked
/// values; nothing else is known, and nothing is looked up. Source: torch/_utils.py and torch/serialization.py.
/// </summary>
/// <param name="path">The file, for messages.</param>
internal sealed class TorchClasses(string path) : IPickleClasses
{
    private const string OrderedDictionary = "collections.OrderedDict";
    private const string Size = "torch.Size";
    private const string Rebuild = "torch._utils._rebuild_tensor";
    private const string RebuildSecond = "torch._utils._rebuild_tensor_v2";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";

    private static readonly string[] s_functions =
        [OrderedDictionary, Size, Rebuild, RebuildSecond, RebuildParameter];

    private static readonly Dictionary<string, ElementType> s_storages = new()
    {
        ["torch.FloatStorage"] = ElementType.F32,
        ["torch.DoubleStorage"] = ElementType.F64,
        ["torch.HalfStorage"] = ElementType.F16,
        ["torch.BFloat16Storage"] = ElementType.BF16,
        ["torch.LongStorage"] = ElementType.I64,
        ["torch.IntStorage"] = ElementType.I32,
        ["torch.ShortStorage"] = ElementType.I16,
        ["torch.CharStorage"] = ElementType.I8,
        ["torch.ByteStorage"] = ElementType.U8,
        ["torch.BoolStorage"] = ElementType.BOOL,
    };

    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>The storages that tensors are in, by their keys.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <inheritdoc/>
    public PickleGlobal Find(string module, string name)
    {
        string full = $"{module}.{name}";
        if (s_functions.Contains(full) || s_storages.ContainsKey(full)) return new PickleGlobal(full);
        throw PyTorchErrors.Refused(path, $"\"{full}\"");
    }

    /// <inheritdoc/>
    public object? Call(PickleGlobal function, object?[] arguments) => (function.Name, arguments) switch
    {
        (OrderedDictionary, []) => new PickleDictionary(),
        (OrderedDictionary, [List<object?> pairs]) => Ordered(pairs),
        (Size, [object?[] sizes]) => sizes,
        (Rebuild, [TorchStorage storage, long first, object?[] shape, object?[] strides]) =>
            Tensor(storage, first, shape, strides),
        (RebuildSecond, [TorchStorage storage, long first, object?[] shape, object?[] strides, _, _, ..]) =>
            Tensor(storage, first, shape, strides),
        (RebuildParameter, [TorchTensor tensor, _, _]) => tensor,
        _ => throw PyTorchErrors.Damaged(path, $"it calls {function.Name} with other arguments than PyTorch does."),
    };

    /// <inheritdoc/>
    public object Resolve(object? id)
    {
        if (id is not object?[] parts
            || parts is not ["storage", PickleGlobal { Name: var name }, string key, string, long count, .. var rest]
            || !s_storages.TryGetValue(name, out ElementType type)
            || count < 0
            || rest is not ([] or [null]))
        {
            throw BadStorage();
        }

        var storage = new TorchStorage(key, type, count);
        if (!_storages.TryAdd(key, storage) && _storages[key] != storage)
        {
            throw PyTorchErrors.Damaged(path, $"storage \"{key}\" has two types or sizes.");
        }

        return _storages[key];
    }

    private PickleDictionary Ordered(List<object?> pairs)
    {
        var dictionary = new PickleDictionary();
        foreach (object? pair in pairs)
        {
            if (pair is object?[] { Length: 2 } tuple) dictionary.Set(tuple[0], tuple[1]);
            else if (pair is List<object?> { Count: 2 } list) dictionary.Set(list[0], list[1]);
            else throw PyTorchErrors.Damaged(path, "an entry of an ordered dictionary is no pair.");
        }

        return dictionary;
    }

    private TorchTensor Tensor(TorchStorage storage, long first, object?[] shape, object?[] strides)
    {
        long[] sizes = Numbers(shape), steps = Numbers(strides);
        if (sizes.Length != steps.Length) throw Wrong("has dimensions without strides");
        Int128 count = 1;
        foreach (long size in sizes)
        {
            count *= size;
            if (count > storage.Count && !sizes.Contains(0)) throw Wrong("has more elements than its storage");
        }

        Int128 reach = StridedElements.Reach(sizes, steps);
        if (first < 0 || first + reach > storage.Count) throw Wrong("leaves its storage");
        return new TorchTensor(storage, first, sizes, steps);

        ClozeException Wrong(string what) => PyTorchErrors.Damaged(
            path,
            $"a tensor of shape {TensorEntry.FormatShape(sizes)}, strides {TensorEntry.FormatShape(steps)} and "
            + $"beginning {first} {what} \"{storage.Key}\" of {storage.Count} elements.");
    }

    private long[] Numbers(object?[] values)
    {
        if (values.All(value => value is long and >= 0)) return [.. values.Cast<long>()];
        throw PyTorchErrors.Damaged(path, "a tensor's shape or strides are not whole numbers from 0 on.");
    }

    private ClozeException BadStorage() => PyTorchErrors.Damaged(
        path, "a storage is named in another way than PyTorch does: its type, key, place and number of elements.");
}
