using System.Buffers.Binary;
using System.Text;

namespace Cloze.Formats;

/// <summary>
/// Writes a zip archive of files as they are, each beginning at a multiple of 64 bytes as PyTorch has it, from the
/// beginning to the end of a stream. Source: PKWARE's APPNOTE.TXT 6.3.10, section 4.3.
/// </summary>
internal sealed class ZipWriter(Stream stream)
{
    private const int Alignment = 64;
    private const ushort Version = 20, SumsFollow = 0x0808, Padding = 0x4246;
    private const ushort Midnight = 0, FirstDay = 0x21;

    private readonly List<Written> _members = [];
    private readonly byte[] _zeros = new byte[Alignment];
    private long _position;

    /// <summary>Adds a file of the bytes that <paramref name="write"/> writes.</summary>
    public void Add(string name, Action<Stream> write)
    {
        long header = _position;
        byte[] path = Encoding.UTF8.GetBytes(name);
        int padding = (int)(Alignment - ((header + 30 + path.Length + 4) % Alignment)) % Alignment;
        Numbers(0x04034B50u, Version, SumsFollow, (ushort)0, Midnight, FirstDay, 0u, 0u, 0u);
        Numbers((ushort)path.Length, (ushort)(4 + padding));
        Put(path);
        Numbers(Padding, (ushort)padding);
        Put(_zeros.AsSpan(0, padding));
        using var content = new SummedStream(stream);
        write(content);
        _position += content.Position;
        var member = new Written(path, checked((uint)header), content.Sum, checked((uint)content.Position));
        Numbers(0x08074B50u, member.Sum, member.Size, member.Size);
        _members.Add(member);
    }

    /// <summary>Adds a file.</summary>
    public void Add(string name, byte[] content) => Add(name, stream => stream.Write(content));

    /// <summary>Writes the archive's directory, its end.</summary>
    public void Finish()
    {
        long start = _position;
        foreach (Written member in _members)
        {
            Numbers(0x02014B50u, Version, Version, SumsFollow, (ushort)0, Midnight, FirstDay);
            Numbers(member.Sum, member.Size, member.Size, (ushort)member.Path.Length);
            Numbers((ushort)0, (ushort)0, (ushort)0, (ushort)0, 0u, member.Header);
            Put(member.Path);
        }

        ushort count = checked((ushort)_members.Count);
        uint size = checked((uint)(_position - start));
        Numbers(0x06054B50u, (ushort)0, (ushort)0, count, count, size, checked((uint)start), (ushort)0);
    }

    private void Numbers(params ReadOnlySpan<object> numbers)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        foreach (object number in numbers)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, number is ushort small ? small : (uint)number);
            Put(bytes[..(number is ushort ? sizeof(ushort) : sizeof(uint))]);
        }
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _position += bytes.Length;
    }

    private sealed record Written(byte[] Path, uint Header, uint Sum, uint Size);
}
