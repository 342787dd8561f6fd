using System.Runtime.InteropServices;

namespace Cloze.Formats;

/// <summary>The weights of an ONNX graph as a file of tensors, see <see cref="OnnxWeights"/>.</summary>
internal sealed class OnnxFile : TensorFile
{
    /// <summary>Where a folder for transformers.js has its graph.</summary>
    public const string FileName = "onnx/model.onnx";

    // As they lie in a folder for transformers.js, and in one that Hugging Face's exporter wrote; the exact ones first.
    private static readonly string[] s_names =
        [FileName, "model.onnx", "onnx/model_fp16.onnx", "onnx/model_quantized.onnx"];

    private readonly OnnxWeights _weights;

    private OnnxFile(OnnxWeights weights)
        : base(weights.Path, weights.Handle, [.. weights.Weights.Values.Select(Entry)]) => _weights = weights;

    /// <summary>The path of a folder's graph, or null where it has none.</summary>
    public static string? FindIn(string folder) =>
        s_names.Select(name => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Opens a graph and finds its weights.</summary>
    /// <exception cref="ClozeException">
    /// The file cannot be opened or breaks the format, or a weight of it has no name.
    /// </exception>
    public static OnnxFile Open(string path) => new(OnnxWeights.Open(path));

    /// <inheritdoc/>
    public override void ReadBytes(TensorEntry tensor, long first, Span<byte> destination)
    {
        OnnxWeight weight = _weights.Weights[tensor.Name];
        if (!weight.IsMade)
        {
            _weights.ReadBytes(weight, first, destination);
            return;
        }

        // Turned round or out of its bytes it is made of floats, in the machine's order.
        Span<float> values = MemoryMarshal.Cast<byte, float>(destination);
        _weights.Read(weight, first, values);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _weights.Dispose();
    }

    private static TensorEntry Entry(OnnxWeight weight)
    {
        ElementType type = weight.IsMade ? ElementType.F32 : TypeOf(weight.Values.Element);
        long bytes = weight.Values.Count * type.Bits() / 8;
        return new TensorEntry(weight.Name, type, weight.Shape, weight.Values.Place, bytes);
    }

    private static ElementType TypeOf(OnnxElement element) => element switch
    {
        OnnxElement.Float16 => ElementType.F16,
        OnnxElement.BFloat16 => ElementType.BF16,
        OnnxElement.Double => ElementType.F64,
        _ => ElementType.F32,
    };
}
