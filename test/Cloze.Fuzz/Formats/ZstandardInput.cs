using Cloze.Corpora;
using ZstdSharp;

namespace Cloze.Fuzz;

/// <summary>A corpus packed with zstd: the packed bytes are changed, or the text in them.</summary>
internal sealed class ZstandardInput : CorpusInput
{
    public ZstandardInput()
        : base("corpus.txt.zst")
    {
        CorpusReaders.Register();
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
        using (var stream = new CompressionStream(packed, leaveOpen: true)) stream.Write(text);
        return packed.ToArray();
    }

    private static byte[]? Unpack(byte[] packed)
    {
        try
        {
            using var stream = new DecompressionStream(new MemoryStream(packed));
            byte[] buffer = new byte[1 << 16];
            int count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return buffer[..count];
        }
        catch (Exception error) when (error is ZstdException or EndOfStreamException)
        {
            return null;
        }
    }
}
