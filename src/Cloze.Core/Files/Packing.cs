using System.IO.Compression;

namespace Cloze.Files;

/// <summary>A way to pack files: gzip, and what a program adds.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Extension">What names of packed files end in.</param>
/// <param name="Start">The bytes that packed files begin with.</param>
/// <param name="Open">Unpacks a stream; throws <see cref="InvalidDataException"/> where it is damaged.</param>
internal sealed record Packing(string Name, string Extension, byte[] Start, Func<Stream, Stream> Open)
{
    private static readonly Lock s_adding = new();

    private static Packing[] s_all =
    [
        new(
            "gzip",
            ".gz",
            [0x1F, 0x8B, 0x08],
            packed => new GZipStream(new TruncationGuard(packed), CompressionMode.Decompress)),
    ];

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<Packing> All => Volatile.Read(ref s_all);

    /// <summary>Adds one, for the whole process; nothing happens where its extension is known.</summary>
    public static void Add(Packing packing)
    {
        lock (s_adding)
        {
            if (s_all.Any(known => known.Extension == packing.Extension)) return;
            Volatile.Write(ref s_all, [.. s_all, packing]);
        }
    }

    /// <summary>The one that a file's name tells; null where it tells none.</summary>
    public static Packing? OfName(string path) =>
        All.FirstOrDefault(packing => path.EndsWith(packing.Extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>The one that the first bytes of a file tell; null where they tell none.</summary>
    public static Packing? OfStart(ReadOnlySpan<byte> start)
    {
        foreach (Packing packing in All)
        {
            if (start.StartsWith(packing.Start)) return packing;
        }

        return null;
    }

    /// <summary>Whether more bytes could make these the beginning of a packed file.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> start)
    {
        foreach (Packing packing in All)
        {
            if (start.Length < packing.Start.Length && packing.Start.AsSpan().StartsWith(start)) return true;
        }

        return false;
    }

    /// <summary>The unpacked bytes; a <see cref="PackingException"/> tells where they are damaged.</summary>
    public Stream Unpack(Stream packed) => new UnpackedStream(Open(packed), Name);
}
