using System.Security.Cryptography;
using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Data;

/// <summary>Checks the tables of a shard, in bounded memory.</summary>
/// <param name="path">The file.</param>
/// <param name="file">The file, open.</param>
/// <param name="header">What it says of itself.</param>
internal sealed class ShardTables(string path, SafeFileHandle file, ShardHeader header)
{
    private const int BlockBytes = 1 << 14;

    /// <summary>Checks that the tables have their hash, and that one can go by them.</summary>
    /// <exception cref="ClozeException">They are damaged.</exception>
    public void Require()
    {
        RequireHash();
        RequireRising();
    }

    private void RequireHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> block = stackalloc byte[BlockBytes];
        UntrustedFile.ReadFully(path, file, 0, block[..ShardHeader.Size]);
        hash.AppendData(ShardHeader.WithoutHash(block));
        for (long offset = header.ChecksumsOffset; offset < header.FileSize; offset += block.Length)
        {
            Span<byte> bytes = block[..(int)Math.Min(block.Length, header.FileSize - offset)];
            UntrustedFile.ReadFully(path, file, offset, bytes);
            hash.AppendData(bytes);
        }

        if (hash.GetHashAndReset().AsSpan().SequenceEqual(header.ContentHash)) return;
        throw ShardHeader.Damaged(path, "its tables do not have the hash in its header");
    }

    /// <summary>A file whose hash is right may still be made by somebody who means ill.</summary>
    private void RequireRising()
    {
        var documents = new TableCursor(path, file, header.DocumentsOffset, header.SentencesOffset);
        var sentences = new TableCursor(path, file, header.SentencesOffset, header.FileSize);
        uint start = sentences.Next();
        long sentence = 0;
        if (start != 0) throw Elsewhere();
        for (long document = 0; document <= header.Documents; document++)
        {
            (uint place, uint first) = (documents.Next(), documents.Next());
            bool rises = document == 0 ? first == 0 : first > sentence && first <= header.Sentences;
            if (!rises) throw WithoutSentence(Math.Max(0, document - 1));
            for (; sentence < first; sentence++)
            {
                uint next = sentences.Next();
                if (next <= start) throw ShardHeader.Damaged(path, $"its sentence {sentence} is empty");
                start = next;
            }

            if (place != start) throw WithoutSentence(document);
        }

        if (start != header.Tokens || sentence != header.Sentences) throw Elsewhere();
    }

    private ClozeException Elsewhere() =>
        ShardHeader.Damaged(path, "the ends of its documents or sentences are elsewhere");

    private ClozeException WithoutSentence(long document) =>
        ShardHeader.Damaged(path, $"its document {document} does not begin with a sentence");
}
