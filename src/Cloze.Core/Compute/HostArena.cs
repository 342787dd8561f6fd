using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>An arena in the host's memory, outside the managed heap, aligned to 64 bytes and zeroed at first.</summary>
internal sealed unsafe class HostArena : Arena
{
    private float* _floats;

    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public HostArena(string name, nint capacity)
        : base(name, capacity)
    {
        nuint bytes = checked((nuint)capacity * sizeof(float));
        try
        {
            _floats = (float*)NativeMemory.AlignedAlloc(Math.Max(bytes, 64), 64);
        }
        catch (OutOfMemoryException error)
        {
            throw new ClozeException(
                $"Not enough memory: {name} needs {bytes / 1048576.0:F0} MB.",
                "Choose a smaller preset or fewer tokens in a batch.",
                error);
        }

        NativeMemory.Clear(_floats, bytes);
        GC.AddMemoryPressure(Math.Max((long)bytes, 1));
    }

    /// <summary>The values of a tensor of this backend's memory.</summary>
    public static Span<float> Span(Tensor tensor) => new(Pointer(tensor), checked((int)tensor.Count));

    /// <summary>The address of a tensor's first value.</summary>
    /// <exception cref="ArgumentException">The tensor is absent, disposed or of another backend.</exception>
    public static float* Pointer(Tensor tensor)
    {
        if (tensor.Arena is not HostArena { _floats: not null } arena)
        {
            throw new ArgumentException($"Tensor {tensor} is not in live host memory.");
        }

        return arena._floats + tensor.Offset;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_floats is null) return;
        NativeMemory.AlignedFree(_floats);
        _floats = null;
        GC.RemoveMemoryPressure(Math.Max((long)Capacity * sizeof(float), 1));
    }
}
