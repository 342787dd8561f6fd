using Cloze.Kernels;

namespace Cloze.Compute;

/// <summary>The memory of weights in bytes.</summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    private readonly HostMemory _memory;

    /// <summary>Takes memory for weights [N, K].</summary>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public PackedMatrix(int outputs, int inputs)
    {
        int columns = ByteMatrix.PanelsOf(outputs) * ByteMatrix.Columns;
        nint bytes = (nint)columns * ByteMatrix.GroupsOf(inputs) * ByteMatrix.Group;
        _memory = HostMemory.Take((bytes / sizeof(float)) + (2 * columns));
        float* scales = _memory.Floats + (bytes / sizeof(float));
        Matrix = new ByteMatrix
        {
            Outputs = outputs,
            Inputs = inputs,
            Values = (sbyte*)_memory.Floats,
            Scales = scales,
            Sums = (int*)(scales + columns),
        };
    }

    /// <summary>The weights; dead when this is disposed.</summary>
    public ByteMatrix Matrix { get; }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
