using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>
/// The weights of an ONNX model by the names that they have in the model it was exported from. Constants that kept
/// their names are found by them; a matrix that an exporter numbered is named after the node that multiplies by it, or
/// after the bias of its product. Values in bytes become floats.
/// </summary>
internal sealed class OnnxWeights : IDisposable
{
    private const string Quantized = "_quantized", Scale = "_scale", ZeroPoint = "_zero_point";
    private static readonly string[] s_fused =
        ["Attention", "MultiHeadAttention", "MatMulNBits", "EmbedLayerNormalization"];

    private readonly OnnxModel _model;
    private readonly OnnxUses _uses;
    private readonly Dictionary<string, OnnxWeight> _weights = [];

    // The last weight that was made of its constant.
    private HeldValues? _held;

    private OnnxWeights(OnnxModel model)
    {
        _model = model;
        _uses = new OnnxUses(model);
    }

    /// <summary>The model's path.</summary>
    public string Path => _model.Path;

    /// <summary>The model's file; closed with this.</summary>
    public SafeFileHandle Handle => _model.Handle;

    /// <summary>The weights by name.</summary>
    public IReadOnlyDictionary<string, OnnxWeight> Weights => _weights;

    /// <summary>Opens a model and finds its weights; no value is read.</summary>
    /// <exception cref="ClozeException">
    /// The file cannot be opened or breaks the format; a matrix has no name and nothing tells it; or the graph was
    /// rewritten with operations that mix weights.
    /// </exception>
    public static OnnxWeights Open(string path)
    {
        var weights = new OnnxWeights(OnnxModel.Open(path));
        try
        {
            weights.RequirePlain();
            foreach (OnnxTensor tensor in weights._model.Tensors.Values) weights.Add(tensor);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Reads a stretch of a weight as floats.</summary>
    /// <param name="weight">One of <see cref="Weights"/>.</param>
    /// <param name="first">The first value, in row-major order of the weight's shape.</param>
    /// <param name="destination">Where the values go; its length says how many.</param>
    /// <exception cref="ClozeException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">The stretch leaves the weight.</exception>
    public void Read(OnnxWeight weight, long first, Span<float> destination)
    {
        if (!weight.IsMade)
        {
            OnnxValues.Read(_model, weight.Values, first, destination);
            return;
        }

        if (_held is not { } held || held.Weight != weight)
        {
            _held = held = new HeldValues(weight, OnnxValues.ReadWhole(_model, weight));
        }

        held.Values.AsSpan(checked((int)first), destination.Length).CopyTo(destination);
    }

    /// <summary>Reads bytes of a weight's constant.</summary>
    /// <exception cref="ClozeException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">The stretch leaves the constant.</exception>
    public void ReadBytes(OnnxWeight weight, long first, Span<byte> destination) =>
        _model.Read(weight.Values, first * OnnxTensor.SizeOf(weight.Values.Element), destination);

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private void RequirePlain()
    {
        if (_model.Nodes.FirstOrDefault(node => s_fused.Contains(node.Operation)) is not { } fused) return;
        throw OnnxErrors.NotUnderstood(
            Path, $"the node \"{fused.Name}\" is of the kind {fused.Operation}, which holds several weights in one.");
    }

    private void Add(OnnxTensor tensor)
    {
        bool isBytes = tensor.Element is OnnxElement.Int8 or OnnxElement.UInt8
            && tensor.Name.EndsWith(Quantized, StringComparison.Ordinal);
        if (tensor.Length == 0 || tensor.Shape.Count == 0 || (!isBytes && !tensor.IsFloat)) return;
        if (IsScale(tensor.Name)) return;
        string stem = isBytes ? tensor.Name[..^Quantized.Length] : tensor.Name;
        bool isTransposed = false;
        OnnxNode? product = tensor.Shape.Count == 2 ? _uses.ProductOf(tensor.Name, out isTransposed) : null;
        bool isNamed = IsModulePath(stem);
        if (product is null && !isNamed) return;
        if (isTransposed && _uses.IsTable(tensor.Name)) isTransposed = false;
        string name = isNamed ? stem : _uses.NameOf(product!) ?? throw Unnamed(tensor);
        IReadOnlyList<long> shape = isTransposed ? [tensor.Shape[1], tensor.Shape[0]] : tensor.Shape;
        var weight = new OnnxWeight(name, shape, tensor, isTransposed);
        if (isBytes) weight = WithScales(weight, stem);
        if (_weights.TryAdd(name, weight)) return;
        throw OnnxErrors.NotUnderstood(
            Path, $"the constants {_weights[name].Values.Name} and {tensor.Name} both are {name}.");
    }

    private bool IsScale(string name) =>
        name.EndsWith(Scale, StringComparison.Ordinal)
        && _model.Tensors.ContainsKey(name[..^Scale.Length] + Quantized);

    private OnnxWeight WithScales(OnnxWeight weight, string stem)
    {
        OnnxTensor? scales = _model.Tensors.GetValueOrDefault(stem + Scale);
        OnnxTensor? points = _model.Tensors.GetValueOrDefault(stem + ZeroPoint);
        bool fits = scales is { IsFloat: true } && IsOneOrEach(scales, weight)
            && (points is null || IsOneOrEach(points, weight));
        if (fits) return weight with { Scales = scales, ZeroPoints = points };
        throw OnnxErrors.NotUnderstood(
            Path, $"the constant {weight.Values.Name} {weight.Values.ShapeText} is in bytes without fitting scales.");
    }

    private static bool IsOneOrEach(OnnxTensor tensor, OnnxWeight weight) =>
        (tensor.Length > 0 || tensor.Numbers.Count > 0)
        && (tensor.Count == 1 || (weight.Shape.Count == 2 && tensor.Count == weight.Shape[0]));

    private ClozeException Unnamed(OnnxTensor tensor) => OnnxErrors.NotUnderstood(
        Path, $"nothing tells which weight the constant {tensor.Name} {tensor.ShapeText} is.");

    // torch numbers the constants that it makes itself, onnx::MatMul_42, and its names of values begin with a slash.
    private static bool IsModulePath(string name) =>
        name.Contains('.', StringComparison.Ordinal) && !name.Contains("::", StringComparison.Ordinal)
        && !name.StartsWith('/');

    private sealed record HeldValues(OnnxWeight Weight, float[] Values);
}
