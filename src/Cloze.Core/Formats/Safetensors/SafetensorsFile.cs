using System.Buffers.Binary;
using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>
/// A safetensors file, open for reading: 8 bytes of header length, a JSON header, the bytes of the tensors. Everything
/// the header says is checked against the file before anything is allocated for it.
/// </summary>
internal sealed class SafetensorsFile : TensorFile
{
    /// <summary>The one file of a model that is not split.</summary>
    public const string FileName = "model.safetensors";

    /// <summary>The index of a model split into shards.</summary>
    public const string IndexName = "model.safetensors.index.json";

    /// <summary>The longest header that the official library takes.</summary>
    internal const long LongestHeader = 100_000_000;

    private const int LengthBytes = 8;

    private SafetensorsFile(
        string path,
        SafeFileHandle handle,
        IReadOnlyList<TensorEntry> tensors,
        IReadOnlyDictionary<string, string> metadata)
        : base(path, handle, tensors) => Metadata = metadata;

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

    private static byte[] ReadHeader(string path, SafeFileHandle handle, long fileLength)
    {
        if (fileLength < LengthBytes)
        {
            throw FormatErrors.Damaged(path, $"it has {fileLength} bytes, expected 8 for the header's length.");
        }

        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        UntrustedFile.ReadFully(path, handle, 0, lengthBytes);
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
        UntrustedFile.ReadFully(path, handle, LengthBytes, header);
        return header;
    }
}
