namespace Cloze.Compute;

/// <summary>
/// One argument of a kernel. The driver reads it from the address of <see cref="Bits"/>: devices and hosts are
/// little-endian, so that a value of four bytes stands in the lower half.
/// </summary>
/// <param name="Bits">The value's bits, in the lower bytes.</param>
/// <param name="Size">Its size in bytes, 4 or 8.</param>
internal readonly record struct KernelArgument(ulong Bits, int Size)
{
    /// <summary>An address.</summary>
    public static implicit operator KernelArgument(DevicePointer value) => new(value.Address, 8);

    /// <summary>A signed number of 64 bits.</summary>
    public static implicit operator KernelArgument(long value) => new(unchecked((ulong)value), 8);

    /// <summary>A number of 64 bits.</summary>
    public static implicit operator KernelArgument(ulong value) => new(value, 8);

    /// <summary>A signed number of 32 bits.</summary>
    public static implicit operator KernelArgument(int value) => new(unchecked((uint)value), 4);

    /// <summary>A number of 32 bits.</summary>
    public static implicit operator KernelArgument(uint value) => new(value, 4);

    /// <summary>A float32.</summary>
    public static implicit operator KernelArgument(float value) => new(BitConverter.SingleToUInt32Bits(value), 4);
}
