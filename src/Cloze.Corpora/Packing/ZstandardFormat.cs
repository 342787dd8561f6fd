using Cloze.Data;

namespace Cloze.Corpora;

/// <summary>Files packed with zstd (RFC 8878).</summary>
internal sealed class ZstandardFormat : IPackedFormat
{
    public string Name => "zstd";

    public string Extension => ".zst";

    public ReadOnlySpan<byte> Start => [0x28, 0xB5, 0x2F, 0xFD];

    public Stream Unpack(Stream packed) => new ZstandardStream(packed);
}
