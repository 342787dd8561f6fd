using System.Buffers.Binary;
using System.Security.Cryptography;
using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// Writes a token store in one pass: ids as they come, the places aside, and at the end the places behind the ids and
/// the header in front. Its memory does not grow with the corpus.
/// </summary>
internal sealed class TokenStoreWriter
{
    private readonly Stream _destination;
    private readonly Stream _places;
    private readonly PieceTable _pieces;
    private readonly int _sequenceLength;
    private readonly int _idBytes;
    private readonly byte[] _row;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _tokens;
    private long _sequences;

    /// <param name="pieces">The vocabulary of the ids.</param>
    /// <param name="sequenceLength">The most tokens of a sequence.</param>
    /// <param name="places">A scratch stream that can be read back.</param>
    /// <param name="destination">The store; it must be able to seek back to the header.</param>
    public TokenStoreWriter(PieceTable pieces, int sequenceLength, Stream places, Stream destination)
    {
        _pieces = pieces;
        _sequenceLength = sequenceLength;
        _places = places;
        _destination = destination;
        _idBytes = IdWidth.For(pieces.Count);
        _row = new byte[sequenceLength * _idBytes];
        _destination.Write(new byte[TokenStoreHeader.Size]);
        WritePlace();
    }

    /// <summary>Sequences so far.</summary>
    public long SequenceCount => _sequences;

    /// <summary>Cuts the ids of a document into sequences and writes them.</summary>
    /// <exception cref="ArgumentException">An id is outside the vocabulary.</exception>
    public void AddDocument(ReadOnlySpan<int> ids)
    {
        if (ids.IsEmpty) return;
        int limit = _sequenceLength - 2;
        for (int start = 0, sequence = 1; start < ids.Length; sequence++)
        {
            int end = (int)SequenceCut.Start(ids.Length, limit, sequence);
            AddSequence(ids[start..end]);
            start = end;
        }
    }

    /// <summary>Writes what is left: the places behind the ids, the header in front.</summary>
    /// <exception cref="ClozeException">The corpus gave no sequence, or too many for one store.</exception>
    public void Finish()
    {
        if (_sequences is 0 or >= ISequenceSource.MostSequences)
        {
            throw new ClozeException(
                $"The corpus gives {_sequences} sequences; expected 1 to {ISequenceSource.MostSequences - 1}.",
                _sequences == 0 ? "Check that its files hold text." : "Choose longer sequences or a smaller corpus.");
        }

        _destination.Write(new byte[(int)(-_destination.Position & 7)]);
        _places.Position = 0;
        byte[] block = new byte[1 << 16];
        for (int read; (read = _places.Read(block)) > 0;)
        {
            _hash.AppendData(block, 0, read);
            _destination.Write(block, 0, read);
        }

        byte[] header = new byte[TokenStoreHeader.Size];
        Header().Write(header);
        _destination.Position = 0;
        _destination.Write(header);
    }

    private TokenStoreHeader Header() => new()
    {
        IdBytes = _idBytes,
        SequenceCount = _sequences,
        TokenCount = _tokens,
        VocabularySize = _pieces.Count,
        SequenceLength = _sequenceLength,
        VocabularyHash = Convert.FromHexString(_pieces.Hash),
        ContentHash = _hash.GetHashAndReset(),
    };

    private void AddSequence(ReadOnlySpan<int> ids)
    {
        int count = ids.Length + 2;
        WriteId(0, _pieces.ClassificationId);
        for (int i = 0; i < ids.Length; i++) WriteId(i + 1, ids[i]);
        WriteId(count - 1, _pieces.SeparatorId);
        ReadOnlySpan<byte> row = _row.AsSpan(0, count * _idBytes);
        _destination.Write(row);
        _hash.AppendData(row);
        _tokens += count;
        _sequences++;
        WritePlace();
    }

    private void WriteId(int position, int id)
    {
        if ((uint)id >= (uint)_pieces.Count) throw new ArgumentException($"Id {id} of {_pieces.Count} pieces.");
        Span<byte> destination = _row.AsSpan(position * _idBytes);
        if (_idBytes == sizeof(ushort)) BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)id);
        else BinaryPrimitives.WriteInt32LittleEndian(destination, id);
    }

    private void WritePlace()
    {
        Span<byte> place = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(place, _tokens);
        _places.Write(place);
    }
}
