namespace Cloze.Data;

/// <summary>A file whose documents are all in the store.</summary>
/// <param name="Path">Its full path when it was read; it may have been moved since.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Hash">SHA-256 of its bytes, 64 hexadecimal digits.</param>
/// <param name="Documents">Documents that it gave.</param>
internal sealed record StoreInput(string Path, long Bytes, string Hash, long Documents)
{
    /// <summary>The same before any of them was cut; null in stores of older versions.</summary>
    public long? Whole { get; init; }
}
