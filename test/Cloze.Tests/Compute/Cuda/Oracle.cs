using Cloze.Compute;
using Cloze.Tests.Reference;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>The reference's results, from arrays.</summary>
internal sealed class Oracle : IDisposable
{
    private readonly Arena _arena;

    public Oracle() => _arena = Backend.CreateArena("oracle", 1 << 22);

    public ReferenceBackend Backend { get; } = new();

    /// <summary>Dropout of a tenth at some site.</summary>
    public static Dropout Dropped { get; } = new(0.1f, 0x1234_5678_9ABC_DEF0, 3, 2);

    public Tensor Of(float[] values, int rows, int columns)
    {
        Tensor tensor = _arena.Take(rows, columns);
        Backend.Upload(values, tensor);
        return tensor;
    }

    public Tensor Take(int rows, int columns) => Of(new float[rows * columns], rows, columns);

    public float[] Read(Tensor tensor)
    {
        float[] values = new float[tensor.Count];
        Backend.Download(tensor, values);
        return values;
    }

    public void Dispose() => Backend.Dispose();
}
