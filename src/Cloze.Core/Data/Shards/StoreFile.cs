namespace Cloze.Data;

/// <summary>What a store's manifest says of a shard.</summary>
/// <param name="File">Its name, beside the manifest.</param>
/// <param name="Documents">Documents in it.</param>
/// <param name="Sentences">Sentences in it; documents where they were not split.</param>
/// <param name="Tokens">Tokens in it, without special pieces.</param>
/// <param name="Hash">SHA-256 that names its content, 64 hexadecimal digits.</param>
internal sealed record StoreFile(string File, long Documents, long Sentences, long Tokens, string Hash)
{
    /// <summary>Describes a shard.</summary>
    public static StoreFile Of(string path, ShardHeader header) => new(
        Path.GetFileName(path),
        header.Documents,
        header.Sentences,
        header.Tokens,
        Convert.ToHexStringLower(header.ContentHash));
}
