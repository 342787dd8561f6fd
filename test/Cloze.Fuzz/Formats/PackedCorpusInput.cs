using System.IO.Compression;

namespace Cloze.Fuzz;

/// <summary>A corpus packed with gzip: the packed bytes are changed, or the text in them.</summary>
internal sealed class PackedCorpusInput : CorpusInput
{
    public PackedCorpusInput()
        : base("corpus.txt.gz")
    {
        byte[] text = Bytes(string.Join("\n\n", SeedModel.Documents));
        Seeds = [Pack(text), [.. Pack(text), .. Pack(text)], Pack([]), Pack(new byte[1 << 20])];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw)
    {
        if (draw.Below(3) > 0 || Unpack(input) is not { } text) return ByteMutator.Mutate(input, other, [], draw);
        return Pack(base.Mutate(text, other, draw));
    }

    private static byte[] Pack(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(text);
        return packed.ToArray();
    }

    private static byte[]? Unpack(byte[] packed)
    {
        try
        {
            using var text = new MemoryStream();
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            byte[] buffer = new byte[1 << 16];
            int count = gzip.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return buffer[..count];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
