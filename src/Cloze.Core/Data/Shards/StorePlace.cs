namespace Cloze.Data;

/// <summary>How far a preparation came in the file that it was reading.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Documents">Documents of it that are in the store's shards.</param>
internal sealed record StorePlace(string Path, long Documents)
{
    /// <summary>The file's size when its reading began; null in stores of older versions.</summary>
    public long? Bytes { get; init; }
}
