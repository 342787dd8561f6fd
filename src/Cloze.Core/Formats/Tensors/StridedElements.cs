using System.Runtime.InteropServices;

namespace Cloze.Formats;

/// <summary>Tensors whose elements do not stand in row-major order: transposed ones, or parts of others.</summary>
internal static class StridedElements
{
    /// <summary>Whether elements with these strides stand in row-major order without a gap.</summary>
    /// <param name="shape">The dimensions, outermost first; one of 1 has any stride.</param>
    /// <param name="strides">Elements from one to the next along each dimension.</param>
    public static bool AreRowMajor(IReadOnlyList<long> shape, IReadOnlyList<long> strides)
    {
        Int128 expected = 1;
        for (int i = shape.Count - 1; i >= 0; i--)
        {
            if (shape[i] != 1 && strides[i] != expected) return false;
            expected *= shape[i];
        }

        return true;
    }

    /// <summary>
    /// How many elements lie between the first and the last, both counted; 0 for a tensor without elements.
    /// </summary>
    /// <param name="shape">The dimensions, none negative.</param>
    /// <param name="strides">Elements from one to the next along each dimension, none negative.</param>
    public static Int128 Reach(IReadOnlyList<long> shape, IReadOnlyList<long> strides)
    {
        if (shape.Contains(0)) return 0;
        Int128 last = 0;
        for (int i = 0; i < shape.Count; i++) last += (Int128)(shape[i] - 1) * strides[i];
        return last + 1;
    }

    /// <summary>Puts a stretch of a tensor's elements into row-major order.</summary>
    /// <param name="reach">The bytes from the tensor's first element through its last.</param>
    /// <param name="tensor">The tensor; it has strides.</param>
    /// <param name="first">The first element of the stretch, in row-major order.</param>
    /// <param name="destination">Where its bytes go.</param>
    public static void Gather(ReadOnlySpan<byte> reach, TensorEntry tensor, long first, Span<byte> destination)
    {
        switch (tensor.Type.Bits())
        {
            case 8: Gather<byte>(reach, tensor, first, destination); break;
            case 16: Gather<ushort>(reach, tensor, first, destination); break;
            case 32: Gather<uint>(reach, tensor, first, destination); break;
            default: Gather<ulong>(reach, tensor, first, destination); break;
        }
    }

    private static void Gather<T>(ReadOnlySpan<byte> reach, TensorEntry tensor, long first, Span<byte> destination)
        where T : unmanaged
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(reach);
        Span<T> target = MemoryMarshal.Cast<byte, T>(destination);
        long[] shape = [.. tensor.Shape], strides = [.. tensor.Strides!], index = Index(shape, first);
        long at = 0;
        for (int i = 0; i < shape.Length; i++) at += index[i] * strides[i];
        for (int done = 0; done < target.Length; done++)
        {
            target[done] = source[(int)at];
            for (int i = shape.Length - 1; i >= 0; i--)
            {
                at += strides[i];
                if (++index[i] < shape[i]) break;
                at -= shape[i] * strides[i];
                index[i] = 0;
            }
        }
    }

    private static long[] Index(long[] shape, long element)
    {
        long[] index = new long[shape.Length];
        for (int i = shape.Length - 1; i >= 0; i--) (element, index[i]) = Math.DivRem(element, shape[i]);
        return index;
    }
}
