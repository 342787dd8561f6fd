using System.Buffers.Binary;
using System.Diagnostics;

namespace Cloze.Formats;

/// <summary>Sizes of the element types, their widening to float and their narrowing from it.</summary>
internal static class ElementTypeExtensions
{
    /// <summary>The size of one element in bits: the small floats take less than a byte.</summary>
    internal static int Bits(this ElementType type) => type switch
    {
        ElementType.F4 => 4,
        ElementType.F6_E2M3 or ElementType.F6_E3M2 => 6,
        ElementType.I16 or ElementType.U16 or ElementType.F16 or ElementType.BF16 => 16,
        ElementType.I32 or ElementType.U32 or ElementType.F32 => 32,
        ElementType.I64 or ElementType.U64 or ElementType.F64 or ElementType.C64 => 64,
        _ => 8,
    };

    /// <summary>Whether <see cref="Widen"/> knows the type.</summary>
    internal static bool IsFloat(this ElementType type) =>
        type is ElementType.F32 or ElementType.F16 or ElementType.BF16 or ElementType.F64;

    /// <summary>Whether elements are whole numbers, or true and false.</summary>
    internal static bool IsInteger(this ElementType type) => type
        is ElementType.BOOL or ElementType.U8 or ElementType.I8 or ElementType.I16 or ElementType.U16
        or ElementType.I32 or ElementType.U32 or ElementType.I64 or ElementType.U64;

    /// <summary>Turns little-endian elements of a float type into floats; only F64 may lose precision.</summary>
    internal static void Widen(this ElementType type, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (type)
        {
            case ElementType.F32:
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(4 * i)..]);
                }

                break;
            case ElementType.F64:
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(source[(8 * i)..]);
                }

                break;
            case ElementType.F16:
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(source[(2 * i)..]);
                }

                break;
            case ElementType.BF16:
                for (int i = 0; i < destination.Length; i++)
                {
                    uint upperHalf = BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * i)..]);
                    destination[i] = BitConverter.UInt32BitsToSingle(upperHalf << 16);
                }

                break;
            default:
                throw new UnreachableException($"{type} is not a float type");
        }
    }

    /// <summary>
    /// Turns little-endian elements of F64 into floats rounded to odd: what is no float becomes the one beside it whose
    /// last bit is set. Rounded again to the nearest of F16 or BF16 it is what rounding once gives (Boldo and
    /// Melquiond 2008), and what a float has no room for stays finite, to be refused.
    /// </summary>
    internal static void WidenToOdd(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = ToOdd(BinaryPrimitives.ReadDoubleLittleEndian(source[(8 * i)..]));
        }
    }

    /// <summary>
    /// Turns floats into little-endian elements of F32, F16 or BF16, each rounded to the nearest, ties to the even.
    /// </summary>
    /// <returns>The place of the first finite value that F16 has no room for, where it stopped; -1 for none.</returns>
    internal static int Narrow(this ElementType type, ReadOnlySpan<float> source, Span<byte> destination)
    {
        switch (type)
        {
            case ElementType.F32:
                for (int i = 0; i < source.Length; i++)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(destination[(4 * i)..], source[i]);
                }

                return -1;
            case ElementType.F16:
                for (int i = 0; i < source.Length; i++)
                {
                    var half = (Half)source[i];
                    if (Half.IsInfinity(half) && float.IsFinite(source[i])) return i;
                    BinaryPrimitives.WriteHalfLittleEndian(destination[(2 * i)..], half);
                }

                return -1;
            case ElementType.BF16:
                for (int i = 0; i < source.Length; i++)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(destination[(2 * i)..], ToBrainFloat(source[i]));
                }

                return -1;
            default:
                throw new UnreachableException($"{type} is not written");
        }
    }

    private static float ToOdd(double value)
    {
        float nearest = (float)value;
        if (!double.IsFinite(value) || nearest == value) return nearest;
        uint bits = BitConverter.SingleToUInt32Bits(nearest);
        if (Math.Abs((double)nearest) > Math.Abs(value)) bits--;
        return BitConverter.UInt32BitsToSingle(bits | 1);
    }

    // The lower half's middle rounds up where the upper half is odd. A NaN stays one: it must not carry into infinity.
    private static ushort ToBrainFloat(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)((bits >> 16) | 0x40);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
