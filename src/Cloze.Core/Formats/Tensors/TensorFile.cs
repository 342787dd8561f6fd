using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>
/// A file of named tensors, open for reading: in every format their bytes stand in the file as they are, and what
/// differs is where it says so. The formats check all of that against the file before there is one of these. Any
/// thread may read.
/// </summary>
/// <remarks>
/// Bytes are read by position, not through a memory map: they go straight to where the caller wants them, and a file
/// that shrinks meanwhile is an error that can be told, where a mapped one ends the process.
/// </remarks>
internal abstract class TensorFile : IDisposable
{
    private const int ChunkElements = 1 << 16;

    private readonly SafeFileHandle _handle;
    private readonly Dictionary<string, TensorEntry> _byName;

    // The bytes of the last tensor that was read and does not stand in rows.
    private HeldBytes? _reach;

    /// <param name="path">The path the file was opened by.</param>
    /// <param name="handle">The file; it is closed with this.</param>
    /// <param name="tensors">What is in it, names once.</param>
    protected TensorFile(string path, SafeFileHandle handle, IReadOnlyList<TensorEntry> tensors)
    {
        Path = path;
        _handle = handle;
        Tensors = tensors;
        _byName = tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The path the file was opened by.</summary>
    public string Path { get; }

    /// <summary>The tensors, in the order of the file.</summary>
    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>The tensor of a name, or null.</summary>
    public TensorEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="ClozeException">The file has none of this name.</exception>
    public TensorEntry Get(string name) => Find(name) ?? throw new ClozeException(
        $"{Path} has no tensor \"{name}\".", "Check that the file belongs to this model.");

    /// <summary>Reads a tensor of floats of any width as float32.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="destination">As many places as the tensor has elements.</param>
    /// <exception cref="ClozeException">The tensor's type is none of F32, F16, BF16, F64, or reading fails.</exception>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    public void ReadSingles(TensorEntry tensor, Span<float> destination)
    {
        RequireSize(tensor, destination.Length);
        ReadSingles(tensor, 0, destination);
    }

    /// <summary>Reads a stretch of a tensor of floats of any width as float32.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="first">The first element to read, in row-major order.</param>
    /// <param name="destination">Where the elements go; its length says how many.</param>
    /// <param name="toOdd">
    /// Whether F64 is rounded to odd, to be rounded again: <see cref="ElementTypeExtensions.WidenToOdd"/>.
    /// </param>
    /// <exception cref="ClozeException">The tensor's type is none of F32, F16, BF16, F64, or reading fails.</exception>
    /// <exception cref="ArgumentException">The stretch leaves the tensor.</exception>
    public void ReadSingles(TensorEntry tensor, long first, Span<float> destination, bool toOdd = false)
    {
        if (!tensor.Type.IsFloat()) throw WrongType(tensor, "F32, F16, BF16 or F64");
        if (tensor.Type == ElementType.F32 && BitConverter.IsLittleEndian)
        {
            ReadInPlace(tensor, first, destination);
            return;
        }

        int elementBytes = tensor.Type.Bits() / 8;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkElements * elementBytes);
        try
        {
            for (int done = 0; done < destination.Length; done += ChunkElements)
            {
                Span<float> chunk = destination[done..Math.Min(done + ChunkElements, destination.Length)];
                Span<byte> bytes = buffer.AsSpan(0, chunk.Length * elementBytes);
                ReadBytes(tensor, first + done, bytes);
                if (toOdd && tensor.Type == ElementType.F64) ElementTypeExtensions.WidenToOdd(bytes, chunk);
                else tensor.Type.Widen(bytes, chunk);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a tensor of 64-bit integers.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="destination">As many places as the tensor has elements.</param>
    /// <exception cref="ClozeException">The tensor's type is not I64, or reading fails.</exception>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    public void ReadIntegers(TensorEntry tensor, Span<long> destination)
    {
        if (tensor.Type != ElementType.I64) throw WrongType(tensor, "I64");
        RequireSize(tensor, destination.Length);
        ReadInPlace(tensor, 0, destination);
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(destination, destination);
    }

    /// <summary>Reads a stretch of a tensor as it is: little-endian elements in row-major order.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>; its elements are whole bytes.</param>
    /// <param name="first">The first element to read.</param>
    /// <param name="destination">Where the bytes go; its length says how many.</param>
    /// <exception cref="ClozeException">Reading fails.</exception>
    /// <exception cref="ArgumentException">The stretch leaves the tensor.</exception>
    public virtual void ReadBytes(TensorEntry tensor, long first, Span<byte> destination)
    {
        int size = tensor.Type.Bits() / 8;
        if (first < 0 || first > (tensor.ByteLength - destination.Length) / size)
        {
            throw new ArgumentException($"A stretch outside tensor \"{tensor.Name}\" was asked for.", nameof(first));
        }

        if (first == 0 && tensor.Checksum is not null) RequireSound(tensor);
        if (tensor.Strides is null)
        {
            UntrustedFile.ReadFully(Path, _handle, tensor.Offset + (first * size), destination);
        }
        else if (destination.Length > 0)
        {
            StridedElements.Gather(Reach(tensor), tensor, first, destination);
        }
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _reach = null;
        _handle.Dispose();
    }

    private void RequireSound(TensorEntry tensor)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkElements);
        try
        {
            var sum = new Crc32C();
            for (long done = 0; done < tensor.ByteLength; done += ChunkElements)
            {
                Span<byte> chunk = buffer.AsSpan(0, (int)Math.Min(ChunkElements, tensor.ByteLength - done));
                UntrustedFile.ReadFully(Path, _handle, tensor.Offset + done, chunk);
                sum.Add(chunk);
            }

            if (sum.Masked != tensor.Checksum)
            {
                throw TensorFlowErrors.Damaged(Path, $"the checksum of \"{tensor.Name}\" is wrong.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>All bytes from a tensor's first element through its last, which the file is known to have.</summary>
    private byte[] Reach(TensorEntry tensor)
    {
        Int128 length = StridedElements.Reach(tensor.Shape, tensor.Strides!) * (tensor.Type.Bits() / 8);
        if (length > Array.MaxLength)
        {
            throw new ClozeException(
                $"{Path}: tensor \"{tensor.Name}\" does not stand in rows and reaches over {length} bytes, "
                + $"expected at most {Array.MaxLength}.",
                "Save it contiguously with the library that wrote it.");
        }

        // Tied tensors are read by turns, and have the same bytes.
        if (_reach is { } last && last.Offset == tensor.Offset && last.Bytes.Length == length) return last.Bytes;
        byte[] bytes = new byte[(int)length];
        UntrustedFile.ReadFully(Path, _handle, tensor.Offset, bytes);
        _reach = new HeldBytes(tensor.Offset, bytes);
        return bytes;
    }

    private void ReadInPlace<T>(TensorEntry tensor, long first, Span<T> destination)
        where T : unmanaged
    {
        for (int done = 0; done < destination.Length; done += ChunkElements)
        {
            Span<T> chunk = destination[done..Math.Min(done + ChunkElements, destination.Length)];
            ReadBytes(tensor, first + done, MemoryMarshal.AsBytes(chunk));
        }
    }

    private static void RequireSize(TensorEntry tensor, int length)
    {
        if (tensor.ElementCount == length) return;
        throw new ArgumentException(
            $"Tensor \"{tensor.Name}\" of shape {tensor.ShapeText} has {tensor.ElementCount} elements, not {length}.",
            nameof(length));
    }

    /// <summary>The error of a tensor whose type cannot be used.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="expected">Types that can.</param>
    public ClozeException WrongType(TensorEntry tensor, string expected) => new(
        $"{Path}: tensor \"{tensor.Name}\" has type {tensor.Type}, expected {expected}.",
        "Convert the file to float32 with the library that wrote it.");

    private sealed record HeldBytes(long Offset, byte[] Bytes);
}
