using Cloze.Data;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze prepare --json</c> prints; a store that was only checked has no speed.</summary>
internal sealed record PreparedJson(
    string Store,
    int Files,
    int Shards,
    long TrainingDocuments,
    long HeldOutDocuments,
    long TrainingTokens,
    long HeldOutTokens,
    long Bytes,
    int VocabularySize,
    string SettingsHash,
    NearDuplicateReport? NearDuplicates,
    long? BytesRead,
    long? TokensWritten,
    double? Seconds,
    double? TokensPerSecond)
{
    public static PreparedJson From(StoreSummary store)
    {
        bool isNew = store.Seconds > 0;
        return new PreparedJson(
            store.Path,
            store.Files,
            store.Shards,
            store.TrainingDocuments,
            store.HeldOutDocuments,
            store.TrainingTokens,
            store.HeldOutTokens,
            store.Bytes,
            store.VocabularySize,
            store.SettingsHash,
            store.NearDuplicates,
            isNew ? store.BytesRead : null,
            isNew ? store.TokensWritten : null,
            isNew ? store.Seconds : null,
            isNew ? store.TokensPerSecond : null);
    }
}
