using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Data;

/// <summary>Appends the places of a text's sentences, none empty and in order.</summary>
/// <param name="text">The text of one document.</param>
/// <param name="sentences">Receives the places.</param>
internal delegate void SentenceCutter(ReadOnlySpan<char> text, List<Range> sentences);

/// <summary>Turns the documents of blocks into ids. Thread-safe.</summary>
/// <param name="tokenizer">What makes ids.</param>
/// <param name="pieces">Its vocabulary.</param>
/// <param name="heldOut">The share of the documents that is held out.</param>
/// <param name="cutter">Cuts documents into sentences; null leaves each as one.</param>
/// <param name="signs">Whether the documents are signed, to be compared.</param>
internal sealed class BlockTokenizer(
    Tokenizer tokenizer, PieceTable pieces, double heldOut, SentenceCutter? cutter = null, bool signs = false)
{
    private readonly int _idBytes = IdWidth.For(pieces.Count);

    /// <summary>Tokenises a block, in place.</summary>
    public void Tokenize(DocumentBlock block)
    {
        block.ClearTokens();
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sentences = new List<Range>();
        foreach (Range range in block.Documents)
        {
            ReadOnlySpan<char> text = block.Text.AsSpan(range);
            (int tokens, int count) = (block.Ids.Count, block.Sentences.Count);
            sentences.Clear();
            if (cutter is null) Append(text, block);
            else cutter(text, sentences);
            foreach (Range sentence in sentences) Append(text[sentence], block);
            block.Tokenized.Add(new TokenizedDocument(
                block.Ids.Count - tokens, block.Sentences.Count - count, HeldOut.Contains(text, heldOut, sha256)));
        }

        if (signs) Sign(block);
        Pack(block);
    }

    private static void Sign(DocumentBlock block)
    {
        CollectionsMarshal.SetCount(block.Signatures, block.Documents.Count * MinHash.Bands);
        Span<ulong> signatures = CollectionsMarshal.AsSpan(block.Signatures);
        foreach (Range document in block.Documents)
        {
            block.Signer.Sign(block.Text.AsSpan(document), signatures[..MinHash.Bands]);
            signatures = signatures[MinHash.Bands..];
        }
    }

    private void Append(ReadOnlySpan<char> sentence, DocumentBlock block)
    {
        int before = block.Ids.Count;
        tokenizer.AppendIds(sentence, block.Ids);
        if (cutter is not null) RemoveSeparators(block.Ids, before);
        if (block.Ids.Count > before) block.Sentences.Add(block.Ids.Count - before);
    }

    // A text's own [SEP] would end its sentence.
    private void RemoveSeparators(List<int> ids, int from)
    {
        if (!CollectionsMarshal.AsSpan(ids)[from..].Contains(pieces.SeparatorId)) return;
        int[] kept = [.. ids.Skip(from).Where(id => id != pieces.SeparatorId)];
        CollectionsMarshal.SetCount(ids, from);
        ids.AddRange(kept);
    }

    private void Pack(DocumentBlock block)
    {
        ReadOnlySpan<int> ids = CollectionsMarshal.AsSpan(block.Ids);
        int size = ids.Length * _idBytes;
        if (block.IdBytes.Length < size) block.IdBytes = GC.AllocateUninitializedArray<byte>(size);
        if (_idBytes == sizeof(int))
        {
            MemoryMarshal.AsBytes(ids).CopyTo(block.IdBytes);
            return;
        }

        Narrow(MemoryMarshal.Cast<int, uint>(ids), MemoryMarshal.Cast<byte, ushort>(block.IdBytes.AsSpan(0, size)));
    }

    private static void Narrow(ReadOnlySpan<uint> ids, Span<ushort> packed)
    {
        int i = 0;
        for (; i + Vector<ushort>.Count <= ids.Length; i += Vector<ushort>.Count)
        {
            var low = new Vector<uint>(ids[i..]);
            var high = new Vector<uint>(ids[(i + Vector<uint>.Count)..]);
            Vector.Narrow(low, high).CopyTo(packed[i..]);
        }

        for (; i < ids.Length; i++) packed[i] = (ushort)ids[i];
    }
}
