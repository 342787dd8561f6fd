namespace Cloze.Data;

/// <summary>What a preparation made, and what the store, or the part of it, is now.</summary>
public sealed record StoreSummary
{
    /// <summary>The store's folder, or the part's.</summary>
    public required string Path { get; init; }

    /// <summary>Files in it.</summary>
    public required int Files { get; init; }

    /// <summary>Documents that are trained on.</summary>
    public required long TrainingDocuments { get; init; }

    /// <summary>Documents that are evaluated on.</summary>
    public required long HeldOutDocuments { get; init; }

    /// <summary>Sentences of all documents; documents where they were not split.</summary>
    public required long Sentences { get; init; }

    /// <summary>Tokens that are trained on, without special pieces.</summary>
    public required long TrainingTokens { get; init; }

    /// <summary>Tokens that are evaluated on, without special pieces.</summary>
    public required long HeldOutTokens { get; init; }

    /// <summary>Shards.</summary>
    public required int Shards { get; init; }

    /// <summary>Bytes of the store on the disk.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of vocabulary and settings: parts of one store agree in it.</summary>
    public required string SettingsHash { get; init; }

    /// <summary>Pieces of the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>What was left out as nearly the same as something before; null where nothing was to be.</summary>
    public NearDuplicateReport? NearDuplicates { get; init; }

    /// <summary>Files read this time.</summary>
    public int FilesRead { get; init; }

    /// <summary>Files that were asked for this time and were in it before.</summary>
    public int FilesBefore { get; init; }

    /// <summary>Bytes of text read this time.</summary>
    public long BytesRead { get; init; }

    /// <summary>Tokens written this time.</summary>
    public long TokensWritten { get; init; }

    /// <summary>Seconds that this took, learning a vocabulary not among them.</summary>
    public double Seconds { get; init; }

    /// <summary>Tokens written a second.</summary>
    public double TokensPerSecond => Seconds > 0 ? TokensWritten / Seconds : 0;

    /// <summary>Describes a store by its manifest.</summary>
    internal static StoreSummary Of(string folder, StoreManifest manifest)
    {
        StoreFile[] training = [.. manifest.FilesOf(StoreHalf.Training)];
        StoreFile[] heldOut = [.. manifest.FilesOf(StoreHalf.HeldOut)];
        StoreFile[] all = [.. training, .. heldOut];
        return new StoreSummary
        {
            Path = folder,
            Files = manifest.Inputs.Count,
            TrainingDocuments = training.Sum(file => file.Documents),
            HeldOutDocuments = heldOut.Sum(file => file.Documents),
            Sentences = all.Sum(file => file.Sentences),
            TrainingTokens = training.Sum(file => file.Tokens),
            HeldOutTokens = heldOut.Sum(file => file.Tokens),
            Shards = all.Length,
            Bytes = all.Sum(file => new FileInfo(System.IO.Path.Combine(folder, file.File)).Length),
            SettingsHash = manifest.SettingsHash,
            VocabularySize = manifest.VocabularySize,
            NearDuplicates = manifest.NearDuplicates?.Report,
        };
    }
}
