using System.Buffers.Binary;
using System.Text;
using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>
/// The directory of a zip archive and where its files stand, so that those that are stored as they are can be read in
/// place. Every offset is checked against the archive. Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
/// </summary>
internal sealed class ZipDirectory
{
    private const int Largest = 64 << 20;
    private const int EndBytes = 22, LongestComment = 0xFFFF, LocatorBytes = 20, LongEndBytes = 56;
    private const int MemberBytes = 46, HeaderBytes = 30;
    private const uint EndMark = 0x06054B50, LocatorMark = 0x07064B50, LongEndMark = 0x06064B50;
    private const uint MemberMark = 0x02014B50, HeaderMark = 0x04034B50;
    private const int LongSizes = 1;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly long _length;
    private readonly Dictionary<string, ZipMember> _members = new(StringComparer.Ordinal);

    private ZipDirectory(string path, SafeFileHandle handle)
    {
        _path = path;
        _handle = handle;
        _length = RandomAccess.GetLength(handle);
    }

    /// <summary>The files, by their paths.</summary>
    public IReadOnlyDictionary<string, ZipMember> Members => _members;

    /// <summary>Reads the directory of an archive.</summary>
    /// <exception cref="ClozeException">It has none, or one that does not fit the archive.</exception>
    public static ZipDirectory Read(string path, SafeFileHandle handle)
    {
        var zip = new ZipDirectory(path, handle);
        zip.ReadMembers(zip.ReadDirectory());
        return zip;
    }

    /// <summary>Where the content of a file begins in the archive.</summary>
    /// <exception cref="ClozeException">It is packed or encrypted, or does not lie in the archive.</exception>
    public long Locate(ZipMember member)
    {
        if (member.Method != 0 || member.IsEncrypted || member.PackedSize != member.Size)
        {
            throw PyTorchErrors.Unknown(
                _path,
                $"\"{member.Name}\" in it is {(member.IsEncrypted ? "encrypted" : "packed")}, expected it as it is, "
                + "which is how PyTorch writes it.");
        }

        byte[] header = ReadAt(member.HeaderOffset, HeaderBytes, $"the header of \"{member.Name}\"");
        if (UInt32(header, 0) != HeaderMark) throw Damaged($"\"{member.Name}\" does not begin where its list says.");
        long start = member.HeaderOffset + HeaderBytes + UInt16(header, 26) + UInt16(header, 28);
        if (member.Size <= _length - start) return start;
        throw Damaged($"\"{member.Name}\" has {member.Size} bytes from byte {start} on, but the file ends before.");
    }

    private byte[] ReadDirectory()
    {
        int tailLength = (int)Math.Min(_length, EndBytes + LongestComment);
        byte[] tail = ReadAt(_length - tailLength, tailLength, "its end");
        int at = tailLength - EndBytes;
        while (at >= 0 && UInt32(tail, at) != EndMark) at--;
        if (at < 0) throw Damaged("it has no list of its parts at its end; the end may be missing.");
        long size = UInt32(tail, at + 12), offset = UInt32(tail, at + 16);
        if (size == uint.MaxValue || offset == uint.MaxValue || UInt16(tail, at + 10) == ushort.MaxValue)
        {
            (size, offset) = ReadLongEnd(_length - tailLength + at - LocatorBytes);
        }

        if (size is < 0 or > Largest)
        {
            throw Damaged($"its list of parts has {size} bytes, expected at most {Largest}.");
        }

        return ReadAt(offset, (int)size, "its list of parts");
    }

    private (long Size, long Offset) ReadLongEnd(long locatorAt)
    {
        byte[] locator = ReadAt(locatorAt, LocatorBytes, "the place of its long end");
        if (UInt32(locator, 0) != LocatorMark) throw Damaged("the place of its long end is missing.");
        byte[] end = ReadAt(Int64(locator, 8), LongEndBytes, "its long end");
        if (UInt32(end, 0) != LongEndMark) throw Damaged("its long end is not where it is said to be.");
        return (Int64(end, 40), Int64(end, 48));
    }

    private void ReadMembers(byte[] directory)
    {
        for (int at = 0; at < directory.Length;)
        {
            if (at > directory.Length - MemberBytes || UInt32(directory, at) != MemberMark)
            {
                throw Damaged("its list of parts is broken.");
            }

            int name = UInt16(directory, at + 28), extra = UInt16(directory, at + 30);
            int next = at + MemberBytes + name + extra + UInt16(directory, at + 32);
            if (next > directory.Length) throw Damaged("its list of parts ends too early.");
            ZipMember member = ReadMember(directory.AsSpan(at, MemberBytes + name + extra), name);
            if (!_members.TryAdd(member.Name, member)) throw Damaged($"\"{member.Name}\" is in it twice.");
            at = next;
        }
    }

    private ZipMember ReadMember(ReadOnlySpan<byte> entry, int nameLength)
    {
        string name = Encoding.UTF8.GetString(entry.Slice(MemberBytes, nameLength));
        long packed = UInt32(entry, 20), size = UInt32(entry, 24), header = UInt32(entry, 42);
        ReadOnlySpan<byte> extra = LongSizesOf(entry[(MemberBytes + nameLength)..]);
        size = Long(size, ref extra);
        packed = Long(packed, ref extra);
        header = Long(header, ref extra);
        if (size < 0 || packed < 0 || header < 0) throw Damaged($"\"{name}\" has a size or place below 0.");
        return new ZipMember(name, header, size, packed, UInt16(entry, 10), (UInt16(entry, 8) & 1) != 0);
    }

    private static long Long(long field, ref ReadOnlySpan<byte> extra)
    {
        if (field != uint.MaxValue || extra.Length < sizeof(long)) return field;
        field = BinaryPrimitives.ReadInt64LittleEndian(extra);
        extra = extra[sizeof(long)..];
        return field;
    }

    /// <summary>The part of the extra fields that has the sizes too large for 32 bits; empty where none has.</summary>
    private static ReadOnlySpan<byte> LongSizesOf(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int length = UInt16(extra, 2);
            if (length > extra.Length - 4) break;
            if (UInt16(extra, 0) == LongSizes) return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }

        return [];
    }

    private byte[] ReadAt(long offset, int count, string what)
    {
        if (offset < 0 || count > _length - offset)
        {
            throw Damaged($"{what} would be {count} bytes from byte {offset} on, but it has {_length}.");
        }

        byte[] bytes = new byte[count];
        UntrustedFile.ReadFully(_path, _handle, offset, bytes);
        return bytes;
    }

    private ClozeException Damaged(string finding) => PyTorchErrors.Damaged(_path, finding);

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
