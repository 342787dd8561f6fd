using System.Runtime.InteropServices;
using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>
/// Runs the kernels' texts on the processor: a device address is a host address. Everything taken has a guard behind it
/// that every launch leaves alone.
/// </summary>
internal sealed unsafe class EmulatedLauncher : ICudaLauncher, IDisposable
{
    private const int Guard = 256;
    private const byte Poison = 0xFF;

    private static readonly Lock s_one = new();

    private readonly List<(nint Address, nint Bytes)> _blocks = [];
    private readonly Dictionary<int, DevicePointer> _scratch = [];

    /// <summary>Skips the test where the texts cannot be compiled.</summary>
    public EmulatedLauncher(int elementSize)
    {
        HostCompiler.Require();
        ElementSize = elementSize;
    }

    /// <inheritdoc/>
    public int ElementSize { get; }

    /// <inheritdoc/>
    public int Multiprocessors { get; init; } = 2;

    /// <inheritdoc/>
    public int SharedBytes { get; init; } = 232_448;

    /// <summary>Whether copies to shared memory come as late as they may, or at once.</summary>
    public bool LateCopies { get; set; }

    /// <summary>Whether the last thread runs first: results do not depend on it, unless a barrier is missing.</summary>
    public bool Backwards { get; set; }

    /// <inheritdoc/>
    public void Launch(string file, string kernel, in LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        nint library = NativeLibrary.Load(HostCompiler.Library(file, ElementSize));
        var run = (delegate* unmanaged<byte*, int*, int, int*, ulong*, byte*>)NativeLibrary.GetExport(
            library, "run_kernel");
        int[] sizes = new int[arguments.Length];
        ulong[] bits = new ulong[arguments.Length];
        for (int i = 0; i < sizes.Length; i++) (bits[i], sizes[i]) = (arguments[i].Bits, arguments[i].Size);
        Span<int> dimensions =
        [
            (int)shape.GridX, (int)shape.GridY, (int)shape.GridZ, (int)shape.Block, (int)shape.SharedBytes,
            LateCopies ? 1 : 0, Backwards ? 1 : 0,
        ];
        byte[] name = [.. System.Text.Encoding.ASCII.GetBytes(kernel), 0];
        lock (s_one)
        {
            fixed (byte* text = name)
            fixed (int* size = sizes, dimension = dimensions)
            fixed (ulong* bit = bits)
            {
                string? error = Marshal.PtrToStringAnsi((nint)run(text, dimension, sizes.Length, size, bit));
                Assert.True(error is null, $"{file}, {kernel}: {error}");
            }
        }

        CheckGuards(kernel);
    }

    /// <inheritdoc/>
    public DevicePointer Scratch(int slot, nint bytes) => _scratch[slot] = Take(bytes);

    /// <summary>Takes memory, poisoned: every float and every bfloat16 in it is not a number.</summary>
    public DevicePointer Take(nint bytes)
    {
        nint address = (nint)NativeMemory.AlignedAlloc((nuint)(bytes + Guard), 256);
        NativeMemory.Fill((void*)address, (nuint)(bytes + Guard), Poison);
        _blocks.Add((address, bytes));
        return new DevicePointer((ulong)address);
    }

    /// <summary>Memory with these whole numbers.</summary>
    public DevicePointer Of(ReadOnlySpan<int> values)
    {
        DevicePointer place = Take(values.Length * sizeof(int));
        values.CopyTo(new Span<int>((void*)place.Address, values.Length));
        return place;
    }

    /// <summary>Memory with these values in float32.</summary>
    public DevicePointer Of(ReadOnlySpan<float> values)
    {
        DevicePointer place = Take(values.Length * sizeof(float));
        values.CopyTo(new Span<float>((void*)place.Address, values.Length));
        return place;
    }

    /// <summary>Memory with these values as activations; they become what was stored.</summary>
    public DevicePointer Elements(Span<float> values)
    {
        DevicePointer place = Take(values.Length * ElementSize);
        for (int i = 0; i < values.Length; i++)
        {
            if (ElementSize == 4) ((float*)place.Address)[i] = values[i];
            else ((ushort*)place.Address)[i] = Half(values[i]);
        }

        Read(place, values.Length).CopyTo(values);
        return place;
    }

    /// <summary>Memory for so many activations.</summary>
    public DevicePointer TakeElements(int count) => Take((nint)count * ElementSize);

    /// <summary>Activations read back.</summary>
    public float[] Read(DevicePointer place, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = ElementSize == 4
                ? ((float*)place.Address)[i]
                : BitConverter.UInt32BitsToSingle((uint)((ushort*)place.Address)[i] << 16);
        }

        return values;
    }

    /// <summary>Float32 values read back.</summary>
    public static float[] ReadFloats(DevicePointer place, int count) =>
        new Span<float>((void*)place.Address, count).ToArray();

    /// <summary>Whole numbers read back.</summary>
    public static int[] ReadInts(DevicePointer place, int count) =>
        new Span<int>((void*)place.Address, count).ToArray();

    /// <summary>A number in double precision read back.</summary>
    public static double ReadDouble(DevicePointer place) => *(double*)place.Address;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((nint address, _) in _blocks) NativeMemory.AlignedFree((void*)address);
        _blocks.Clear();
    }

    /// <summary>bfloat16, to nearest, ties to even.</summary>
    public static ushort Half(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private void CheckGuards(string kernel)
    {
        foreach ((nint address, nint bytes) in _blocks)
        {
            var guard = new ReadOnlySpan<byte>((byte*)address + bytes, Guard);
            Assert.True(guard.IndexOfAnyExcept(Poison) < 0, $"{kernel} wrote behind a block of {bytes} bytes.");
        }
    }
}
