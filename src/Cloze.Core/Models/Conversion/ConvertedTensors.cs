using Cloze.Formats;

namespace Cloze.Models;

/// <summary>The tensors of a folder as they are to be written.</summary>
internal sealed class ConvertedTensors
{
    private readonly TensorFolder _weights;
    private readonly List<(string Name, ElementType Type)> _taken = [];
    private readonly List<string> _leftOut = [];

    private ConvertedTensors(TensorFolder weights) => _weights = weights;

    /// <summary>How many are taken over.</summary>
    public int Count => _taken.Count;

    /// <summary>How many values these have together.</summary>
    public long Parameters => _taken.Sum(tensor => _weights.Get(tensor.Name).Tensor.ElementCount);

    /// <summary>What they are written as, by the names of a configuration.</summary>
    public IReadOnlyList<string> Types =>
        [.. _taken.Select(tensor => NameOf(tensor.Type)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Names of those that are not taken over: whole numbers, and what is no weight.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>Chooses the type of each tensor.</summary>
    /// <exception cref="ClozeException">A tensor has a type that is neither written nor left out.</exception>
    public static ConvertedTensors Of(TensorFolder weights, WeightType? type)
    {
        var tensors = new ConvertedTensors(weights);
        tensors._leftOut.AddRange(weights.LeftOut);
        foreach (string name in weights.Names)
        {
            var (file, tensor) = weights.Get(name);
            if (tensor.Type.IsFloat()) tensors._taken.Add((name, TypeFor(tensor.Type, type)));
            else if (tensor.Type.IsInteger()) tensors._leftOut.Add(name);
            else throw file.WrongType(tensor, "F32, F16, BF16, F64 or whole numbers");
        }

        return tensors;
    }

    /// <summary>The tensors for a writer.</summary>
    public IEnumerable<TensorSource> Sources(IProgress<ConversionProgress>? progress, CancellationToken cancellation)
    {
        float[] buffer = [];
        long done = 0, all = _taken.Sum(tensor =>
            _weights.Get(tensor.Name).Tensor.ElementCount * (tensor.Type.Bits() / 8));
        foreach (var (name, type) in _taken)
        {
            var (file, tensor) = _weights.Get(name);
            yield return new TensorSource(name, tensor.Shape, (first, count) =>
            {
                cancellation.ThrowIfCancellationRequested();
                if (buffer.Length < count) buffer = new float[count];
                file.ReadSingles(tensor, first, buffer.AsSpan(0, count), toOdd: type != ElementType.F32);
                done += count * (type.Bits() / 8);
                progress?.Report(new ConversionProgress(done, all));
                return buffer.AsSpan(0, count);
            })
            {
                Type = type,
            };
        }
    }

    private static ElementType TypeFor(ElementType found, WeightType? asked) => asked switch
    {
        WeightType.Float32 => ElementType.F32,
        WeightType.Float16 => ElementType.F16,
        WeightType.BFloat16 => ElementType.BF16,
        _ => found == ElementType.F64 ? ElementType.F32 : found,
    };

    private static string NameOf(ElementType type) => type switch
    {
        ElementType.F16 => "float16",
        ElementType.BF16 => "bfloat16",
        _ => "float32",
    };
}
