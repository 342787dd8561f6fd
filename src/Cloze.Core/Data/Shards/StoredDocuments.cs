using System.Security.Cryptography;
using System.Text;

namespace Cloze.Data;

/// <summary>
/// The documents of one half of a store, in the order of the corpus, over all its shards. Numbers are 64-bit.
/// Thread-safe; reading allocates nothing, and a shard takes a file's handle and its header, whatever its size.
/// </summary>
internal sealed class StoredDocuments : IDisposable
{
    private readonly Shard[] _shards;

    private StoredDocuments(Shard[] shards)
    {
        _shards = shards;
        Count = shards.Sum(shard => shard.Header.Documents);
        SentenceCount = shards.Sum(shard => shard.Header.Sentences);
        TokenCount = shards.Sum(shard => shard.Header.Tokens);
        ContentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Concat(shards.Select(shard => Convert.ToHexStringLower(shard.Header.ContentHash) + "\n")))));
    }

    /// <summary>No documents.</summary>
    public static StoredDocuments Empty { get; } = new([]);

    /// <summary>Number of documents.</summary>
    public long Count { get; }

    /// <summary>Number of sentences; of documents where they were not split.</summary>
    public long SentenceCount { get; }

    /// <summary>Number of tokens, without special pieces.</summary>
    public long TokenCount { get; }

    /// <summary>SHA-256 over the shards' hashes, 64 hexadecimal digits: it names the content.</summary>
    public string ContentHash { get; }

    /// <summary>The shards, in order.</summary>
    public IReadOnlyList<Shard> Shards => _shards;

    /// <summary>Opens shards and checks that they are those of the manifest.</summary>
    /// <exception cref="ClozeException">A shard is missing, damaged, or not the one of the manifest.</exception>
    public static StoredDocuments Open(IEnumerable<(string Path, StoreFile File)> files, StoreManifest manifest)
    {
        var shards = new List<Shard>();
        try
        {
            foreach ((string path, StoreFile file) in files)
            {
                shards.Add(Shard.Open(path));
                RequireSame(path, StoreFile.Of(path, shards[^1].Header), file);
                RequireVocabulary(path, shards[^1].Header, manifest);
            }

            return new StoredDocuments([.. shards]);
        }
        catch
        {
            foreach (Shard shard in shards) shard.Dispose();
            throw;
        }
    }

    /// <summary>Checks that a shard is the one of the manifest.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="found">What it is.</param>
    /// <param name="expected">What the manifest says.</param>
    /// <exception cref="ClozeException">It is another one.</exception>
    public static void RequireSame(string path, StoreFile found, StoreFile expected)
    {
        if (found == expected) return;
        throw new ClozeException(
            $"{path} is not the shard that the store's manifest names: it has {found.Documents} documents, "
            + $"{found.Tokens} tokens and the hash {found.Hash}, expected {expected.Documents}, {expected.Tokens} and "
            + $"{expected.Hash}.",
            "Copy the store's own shard there, or prepare the store anew.");
    }

    /// <summary>Copies ids of a shard.</summary>
    /// <exception cref="ClozeException">The shard is damaged there.</exception>
    public void Read(int shard, long start, Span<int> destination) => _shards[shard].Read(start, destination);

    /// <summary>Reads all ids and checks them.</summary>
    /// <exception cref="ClozeException">A shard is damaged.</exception>
    public void RequireIds(CancellationToken cancellation)
    {
        foreach (Shard shard in _shards) shard.RequireIds(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Shard shard in _shards) shard.Dispose();
    }

    private static void RequireVocabulary(string path, ShardHeader header, StoreManifest manifest)
    {
        string hash = Convert.ToHexStringLower(header.VocabularyHash);
        bool fits = hash == manifest.VocabularyHash && header.VocabularySize == manifest.VocabularySize
            && header.SentenceRule == manifest.Settings.SentenceRule;
        if (fits) return;
        throw ShardHeader.Damaged(path, "its vocabulary or sentence rule is not the store's");
    }
}
