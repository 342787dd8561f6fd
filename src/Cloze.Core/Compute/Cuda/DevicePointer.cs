namespace Cloze.Compute;

/// <summary>A place in the memory of a CUDA device, which the host cannot read.</summary>
/// <param name="Address">The address on the device; 0 is no place.</param>
internal readonly record struct DevicePointer(ulong Address)
{
    /// <summary>No place, where an operand is optional.</summary>
    public static DevicePointer None => default;

    /// <summary>Whether this is <see cref="None"/>.</summary>
    public bool IsNone => Address == 0;

    /// <summary>The place so many bytes further on.</summary>
    public static DevicePointer operator +(DevicePointer start, nint bytes) =>
        new(unchecked(start.Address + (ulong)bytes));

    /// <summary>Whether the address is a multiple of so many bytes, a power of two.</summary>
    public bool IsAligned(int bytes) => (Address & (ulong)(bytes - 1)) == 0;
}
