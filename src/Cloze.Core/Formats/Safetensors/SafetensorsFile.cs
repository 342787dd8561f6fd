using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>
/// A safetensors file, open for reading: 8 bytes of header length, a JSON header, the bytes of the tensors. Everything
/// the header says is checked against the file before anything is allocated for it. Any thread may read.
/// </summary>
/// <remarks>
/// Bytes are read by position, not through a memory map: they go straight to where the caller wants them, and a file
/// that shrinks meanwhile is an error that can be told, where a mapped one ends the process.
/// </remarks>
internal sealed class SafetensorsFile : IDisposable
{
    /// <summary>The longest header that the official library takes.</summary>
    internal const long LongestHeader = 100_000_000;

    private const int LengthBytes = 8;
    private const int ChunkElements = 1 << 16;

    private readonly SafeFileHandle _handle;
    private readonly Dictionary<string, TensorEntry> _byName;

    private SafetensorsFile(
        string path,
        SafeFileHandle handle,
        IReadOnlyList<TensorEntry> tensors,
        IReadOnlyDictionary<string, string> metadata)
    {
        Path = path;
        _handle = handle;
        Tensors = tensors;
        Metadata = metadata;
        _byName = tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The path the file was opened by.</summary>
    public string Path { get; }

    /// <summary>The tensors, in the order of their bytes.</summary>
    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>What the header's <c>__metadata__</c> holds; empty where there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="ClozeException">The file cannot be opened or breaks the format.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle handle = UntrustedFile.Open(path);
        try
        {
            long length = RandomAccess.GetLength(handle);
            byte[] header = ReadHeader(path, handle, length);
            var (declared, metadata) = SafetensorsHeaderReader.Read(path, header);
            var tensors = SafetensorsLayout.Check(path, declared, LengthBytes + header.Length, length);
            return new SafetensorsFile(path, handle, tensors, metadata);
        }
        catch (Exception error)
        {
            handle.Dispose();
            if (UntrustedFile.IsUnreadable(error)) throw UntrustedFile.Unreadable(path, error);
            throw;
        }
    }

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
    /// <exception cref="ClozeException">The tensor's type is none of F32, F16, BF16, F64, or reading fails.</exception>
    /// <exception cref="ArgumentException">The stretch leaves the tensor.</exception>
    public void ReadSingles(TensorEntry tensor, long first, Span<float> destination)
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
                ReadBytes(tensor, (first + done) * elementBytes, bytes);
                tensor.Type.Widen(bytes, chunk);
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

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static byte[] ReadHeader(string path, SafeFileHandle handle, long fileLength)
    {
        if (fileLength < LengthBytes)
        {
            throw FormatErrors.Damaged(path, $"it has {fileLength} bytes, expected 8 for the header's length.");
        }

        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        ReadFully(path, handle, 0, lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > LongestHeader)
        {
            throw FormatErrors.Damaged(
                path, $"its header's length is {length} bytes, expected at most {LongestHeader}.");
        }

        if ((long)length > fileLength - LengthBytes)
        {
            throw FormatErrors.Damaged(
                path, $"its header's length is {length} bytes, but only {fileLength - LengthBytes} follow.");
        }

        byte[] header = new byte[length];
        ReadFully(path, handle, LengthBytes, header);
        return header;
    }

    private unsafe void ReadInPlace<T>(TensorEntry tensor, long first, Span<T> destination)
        where T : unmanaged
    {
        for (int done = 0; done < destination.Length; done += ChunkElements)
        {
            Span<T> chunk = destination[done..Math.Min(done + ChunkElements, destination.Length)];
            ReadBytes(tensor, (first + done) * sizeof(T), MemoryMarshal.AsBytes(chunk));
        }
    }

    private void ReadBytes(TensorEntry tensor, long start, Span<byte> destination)
    {
        if (start < 0 || start > tensor.ByteLength - destination.Length)
        {
            throw new ArgumentException($"A stretch outside tensor \"{tensor.Name}\" was asked for.", nameof(start));
        }

        try
        {
            ReadFully(Path, _handle, tensor.Offset + start, destination);
        }
        catch (Exception error) when (UntrustedFile.IsUnreadable(error))
        {
            throw UntrustedFile.Unreadable(Path, error);
        }
    }

    private static void ReadFully(string path, SafeFileHandle handle, long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            int count = RandomAccess.Read(handle, destination, offset);
            if (count == 0) throw FormatErrors.Damaged(path, "it became shorter while it was read.");
            offset += count;
            destination = destination[count..];
        }
    }

    private static void RequireSize(TensorEntry tensor, int length)
    {
        if (tensor.ElementCount == length) return;
        throw new ArgumentException(
            $"Tensor \"{tensor.Name}\" of shape {tensor.ShapeText} has {tensor.ElementCount} elements, not {length}.",
            nameof(length));
    }

    private ClozeException WrongType(TensorEntry tensor, string expected) => new(
        $"{Path}: tensor \"{tensor.Name}\" has type {tensor.Type}, expected {expected}.",
        "Convert the file to float32 with the library that wrote it.");
}
