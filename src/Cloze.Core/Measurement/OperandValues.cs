using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Values of the tensors that are measured: the same in every run, and read back to be checked.</summary>
internal static class OperandValues
{
    /// <summary>A new tensor of evenly spread values, <paramref name="range"/> wide about 0.</summary>
    public static Tensor Random(
        Backend backend, Arena arena, int rows, int columns, uint index, float range = 1)
    {
        Tensor tensor = arena.Take(rows, columns);
        var random = new KeyedRandom(1, RandomPurpose.Weights, 0, index);
        float[] values = new float[(int)tensor.Count];
        for (int i = 0; i < values.Length; i++) values[i] = range * (random.NextSingle() - 0.5f);
        backend.Upload(values, tensor);
        return tensor;
    }

    /// <summary>The values of a tensor, row after row.</summary>
    public static float[] Read(Backend backend, Tensor tensor)
    {
        float[] values = new float[(int)tensor.Count];
        backend.Download(tensor, values);
        return values;
    }
}
