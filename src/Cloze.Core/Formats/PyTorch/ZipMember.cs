namespace Cloze.Formats;

/// <summary>A file in a zip archive.</summary>
/// <param name="Name">Its path there.</param>
/// <param name="HeaderOffset">Where its own header begins.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="PackedSize">Bytes it takes in the archive: as many where it is stored as it is.</param>
/// <param name="Method">How it is packed; 0 for not at all.</param>
/// <param name="IsEncrypted">Whether it needs a password.</param>
internal sealed record ZipMember(
    string Name, long HeaderOffset, long Size, long PackedSize, int Method, bool IsEncrypted);
