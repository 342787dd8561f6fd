using System.Security.Cryptography;
using System.Text;

namespace Cloze.Data;

/// <summary>
/// <c>store.json</c>: what a store, or a part of one, is made of. It is replaced when a stretch is finished, so that
/// whatever moment the process is killed at, it names shards that are whole and says where to go on.
/// </summary>
internal sealed record StoreManifest
{
    /// <summary>The layout this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The name of the file.</summary>
    public const string FileName = "store.json";

    /// <summary>The layout of the store.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Whether every input is in it.</summary>
    public bool IsComplete { get; init; }

    /// <summary>V of the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>SHA-256 of the vocabulary, 64 hexadecimal digits.</summary>
    public required string VocabularyHash { get; init; }

    /// <summary>What else decides the ids.</summary>
    public required StoreSettings Settings { get; init; }

    /// <summary>SHA-256 of vocabulary and settings, 64 hexadecimal digits: parts of one store agree in it.</summary>
    public required string SettingsHash { get; init; }

    /// <summary>Which part of a store this is, from 1.</summary>
    public int Part { get; init; } = 1;

    /// <summary>Of how many parts.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>
    /// SHA-256 of the list of all files that the parts were cut from, 64 hexadecimal digits: parts of one store agree
    /// in it. Null of a store in one part, and in parts of older versions.
    /// </summary>
    public string? CorpusHash { get; init; }

    /// <summary>The files whose documents are all in the shards.</summary>
    public IReadOnlyList<StoreInput> Inputs { get; init; } = [];

    /// <summary>How far the file after these was read; null where it was not begun.</summary>
    public StorePlace? Reading { get; init; }

    /// <summary>The shards, in the order of the corpus.</summary>
    public IReadOnlyList<StoreStretch> Stretches { get; init; } = [];

    /// <summary>What was left out as nearly the same as something before; null where nothing was to be.</summary>
    public StoredDuplicates? NearDuplicates { get; init; }

    /// <summary>What <see cref="SettingsHash"/> is of these.</summary>
    public static string HashOf(string vocabularyHash, StoreSettings settings) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(vocabularyHash + "\n" + StoreJson.Write(settings))));

    /// <summary>The shards of a half, in order.</summary>
    public IEnumerable<StoreFile> FilesOf(StoreHalf half) =>
        Stretches.Select(stretch => stretch.Of(half)).OfType<StoreFile>();
}
