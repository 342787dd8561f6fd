using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// The sequences of a corpus as ids, each with its [CLS] and [SEP], in the order of the documents; a document never
/// shares a sequence with another. Lies in a memory-mapped file or in a block of memory; reading is thread-safe and
/// allocates nothing. Built by <see cref="TokenStoreBuilder"/>.
/// </summary>
internal sealed unsafe class TokenStore : ISequenceSource
{
    private readonly TokenStoreHeader _header;
    private readonly string _name;
    private readonly IDisposable? _file;
    private readonly byte[]? _memory;
    private readonly SafeBuffer? _view;
    private byte* _bytes;

    private TokenStore(
        string name, byte* bytes, long size, IDisposable? file = null, SafeBuffer? view = null, byte[]? memory = null)
    {
        _name = name;
        _bytes = bytes;
        _file = file;
        _view = view;
        _memory = memory;
        try
        {
            var start = new ReadOnlySpan<byte>(bytes, (int)Math.Min(size, TokenStoreHeader.Size));
            _header = TokenStoreHeader.Read(start, size, name);
            CheckPlaces();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long Count => _header.SequenceCount;

    /// <inheritdoc/>
    public long TokenCount => _header.TokenCount;

    /// <inheritdoc/>
    public int SequenceLength => _header.SequenceLength;

    /// <summary>V of the vocabulary the ids belong to; every id is below it.</summary>
    public int VocabularySize => _header.VocabularySize;

    /// <summary>SHA-256 of the vocabulary the ids belong to, 64 hexadecimal digits.</summary>
    public string VocabularyHash => Convert.ToHexStringLower(_header.VocabularyHash);

    /// <summary>SHA-256 of all ids and places as written, 64 hexadecimal digits: it names the content.</summary>
    public string ContentHash => Convert.ToHexStringLower(_header.ContentHash);

    /// <summary>Opens a store's file for reading and checks its sizes and places.</summary>
    /// <exception cref="ClozeException">The file is missing, cannot be read or is damaged.</exception>
    public static TokenStore Open(string path)
    {
        MemoryMappedFile? file = null;
        try
        {
            long size = new FileInfo(path).Length;
            if (size < TokenStoreHeader.Size) throw TokenStoreHeader.Damaged(path, $"it has {size} bytes");
            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            SafeBuffer view = file.CreateViewAccessor(0, size, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle;
            byte* bytes = null;
            view.AcquirePointer(ref bytes);
            return new TokenStore(path, bytes, size, file, view);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new ClozeException($"Cannot open {path}: {error.Message}", "Check the path and its rights.", error);
        }
    }

    /// <summary>Reads a store from the bytes of its file, kept in memory.</summary>
    /// <exception cref="ClozeException">The bytes are damaged.</exception>
    public static TokenStore FromBytes(ReadOnlySpan<byte> bytes, string name = "The token store in memory")
    {
        byte[] memory = GC.AllocateUninitializedArray<byte>(Math.Max(bytes.Length, 1), pinned: true);
        bytes.CopyTo(memory);
        return new TokenStore(
            name, (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0), bytes.Length, memory: memory);
    }

    /// <summary>Number of tokens of a sequence, at least 1 and at most <see cref="SequenceLength"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public int LengthOf(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)sequence, (ulong)Count, nameof(sequence));
        return (int)(Place(sequence + 1) - Place(sequence));
    }

    /// <summary>Copies the ids of a sequence and returns their number.</summary>
    /// <exception cref="ArgumentException">There is no such sequence, or no room for it.</exception>
    /// <exception cref="ClozeException">An id is outside the vocabulary: the file is damaged.</exception>
    public int Read(long sequence, Span<int> destination)
    {
        int length = LengthOf(sequence);
        byte* source = Ids + (Place(sequence) * _header.IdBytes);
        destination = destination[..length];
        var bytes = new ReadOnlySpan<byte>(source, length * _header.IdBytes);
        if (IdWidth.Read(bytes, _header.IdBytes, destination, VocabularySize) is not { } foreign) return length;
        throw TokenStoreHeader.Damaged(_name, $"sequence {sequence} has the id {foreign} of {VocabularySize} pieces");
    }

    /// <summary>Checks that the ids belong to this vocabulary.</summary>
    /// <exception cref="ClozeException">They belong to another.</exception>
    public void RequireVocabulary(PieceTable pieces)
    {
        if (VocabularyHash == pieces.Hash && VocabularySize == pieces.Count) return;
        throw new ClozeException(
            $"{_name} was built with another vocabulary ({VocabularySize} pieces, {VocabularyHash[..16]}) than the "
            + $"one in use ({pieces.Count} pieces, {pieces.Hash[..16]}).",
            "Delete the store, so that it is built again, or use the tokenizer it was built with.");
    }

    /// <summary>Reads everything and compares it with <see cref="ContentHash"/>.</summary>
    /// <exception cref="ClozeException">The content is not what was written.</exception>
    public void RequireContent()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendTo(hash, Ids, TokenCount * _header.IdBytes);
        AppendTo(hash, _bytes + _header.PlacesOffset, (Count + 1) * sizeof(long));
        if (hash.GetHashAndReset().AsSpan().SequenceEqual(_header.ContentHash)) return;
        throw TokenStoreHeader.Damaged(_name, "its content does not have the hash in its header");
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (_bytes is null) return;
        _bytes = null;
        _view?.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
        GC.KeepAlive(_memory);
    }

    private byte* Ids => Bytes + TokenStoreHeader.Size;

    private byte* Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_bytes is null, this);
            return _bytes;
        }
    }

    private long Place(long sequence) =>
        BinaryPrimitives.ReadInt64LittleEndian(
            new ReadOnlySpan<byte>(Bytes + _header.PlacesOffset + (sequence * sizeof(long)), sizeof(long)));

    private void CheckPlaces()
    {
        bool endsFit = Place(0) == 0 && Place(Count) == TokenCount;
        if (!endsFit) throw TokenStoreHeader.Damaged(_name, "its ends are elsewhere");
        for (long i = 0; i < Count; i++)
        {
            long length = Place(i + 1) - Place(i);
            if (length >= 1 && length <= SequenceLength) continue;
            throw TokenStoreHeader.Damaged(_name, $"sequence {i} has {length} tokens, expected 1 to {SequenceLength}");
        }
    }

    private static void AppendTo(IncrementalHash hash, byte* bytes, long length)
    {
        const int step = 1 << 24;
        for (long done = 0; done < length; done += step)
        {
            hash.AppendData(new ReadOnlySpan<byte>(bytes + done, (int)Math.Min(step, length - done)));
        }
    }
}
