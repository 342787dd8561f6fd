using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>Products of activations in bytes with weights in bytes, for one instruction set.</summary>
internal abstract unsafe class ByteKernel
{
    /// <summary>What it multiplies with, for people.</summary>
    public abstract string Name { get; }

    /// <summary>The kernel of an instruction set; the runtime offers vpdpbusd of 256 bits alone (AVX-VNNI).</summary>
    public static ByteKernel Of(InstructionSet instructionSet)
    {
        if (instructionSet == InstructionSet.Portable) return new ByteKernel<ByteDotPortable>("portable");
        return AvxVnni.IsSupported
            ? new ByteKernel<ByteDotVnni>("AVX-VNNI")
            : new ByteKernel<ByteDotAvx2>("AVX2");
    }

    /// <summary>
    /// values = scale of the row · scale of the output · (sums - zero of the row · sum of the output's bytes) + bias,
    /// for some rows and one panel of outputs.
    /// </summary>
    public abstract void Multiply(
        in ByteRows rows, int row, int rowEnd, in ByteMatrix matrix, int panel, in ByteTarget target);
}
