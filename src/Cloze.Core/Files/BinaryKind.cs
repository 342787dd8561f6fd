namespace Cloze.Files;

/// <summary>Kinds of files that are taken for text now and then, known by the bytes they begin with.</summary>
/// <param name="Name">What it is, with its article.</param>
/// <param name="Hint">What to do about it.</param>
internal sealed record BinaryKind(string Name, string Hint)
{
    private const string Unpack = "Unpack it, and name the text files that were in it.";
    private const string Export = "Save its text as .txt, or as .jsonl with one object a line.";

    private static readonly (byte[] Start, BinaryKind Kind)[] s_kinds =
    [
        ([.. "PK\x03\x04"u8], new("a ZIP archive, as .docx and .xlsx are", Unpack)),
        ([.. "PK\x05\x06"u8], new("an empty ZIP archive", Unpack)),
        ([.. "PAR1"u8], new("a Parquet table", Export)),
        ([.. "ARROW1"u8], new("an Arrow table", Export)),
        ([.. "SQLite format 3\0"u8], new("an SQLite database", Export)),
        ([.. "%PDF-"u8], new("a PDF document", Export)),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], new("an old Office document", Export)),
        ([0x28, 0xB5, 0x2F, 0xFD], new("packed with Zstandard", Unpack)),
        ([0xFD, .. "7zXZ\0"u8], new("packed with xz", Unpack)),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], new("a 7z archive", Unpack)),
        ([.. "BZh"u8, (byte)'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], new("packed with bzip2", Unpack)),
        ([0x1F, 0x8B, 0x08], new("packed with gzip twice", Unpack)),
        ([0x89, .. "PNG\r\n"u8], new("a picture", "Name files of text.")),
        ([0xFF, 0xD8, 0xFF], new("a picture", "Name files of text.")),
    ];

    /// <summary>The kind of a file that begins with these bytes; null where it is none of these.</summary>
    public static BinaryKind? Of(ReadOnlySpan<byte> start)
    {
        foreach ((byte[] mark, BinaryKind kind) in s_kinds)
        {
            if (start.StartsWith(mark)) return kind;
        }

        return null;
    }
}
