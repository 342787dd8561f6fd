using Cloze.Data;

namespace Cloze.Training;

/// <summary>What a corpus amounts to after splitting and tokenising; special tokens are counted, too.</summary>
/// <param name="TrainingDocuments">Documents trained on.</param>
/// <param name="HeldOutDocuments">Documents evaluated on; kept from training unless the held-out share is 0.</param>
/// <param name="TrainingSequences">Sequences of a pass.</param>
/// <param name="HeldOutSequences">Sequences kept for evaluation.</param>
/// <param name="TrainingTokens">Tokens of a pass.</param>
/// <param name="HeldOutTokens">Tokens kept for evaluation.</param>
/// <param name="Files">Files that the documents are from; 0 where they are not from files that were named.</param>
public sealed record CorpusSummary(
    long TrainingDocuments,
    long HeldOutDocuments,
    long TrainingSequences,
    long HeldOutSequences,
    long TrainingTokens,
    long HeldOutTokens,
    int Files = 0)
{
    /// <summary>The sentence pairs of a pass; null where the objective has none.</summary>
    public PairCounts? Pairs { get; init; }

    /// <summary>What was left out as nearly the same as something before; null where that was not asked for.</summary>
    public NearDuplicateReport? NearDuplicates { get; init; }

    /// <summary>The same without a file's name or a word of the corpus.</summary>
    internal CorpusSummary WithoutText() => NearDuplicates is { } report
        ? this with { NearDuplicates = report with { Examples = [] } }
        : this;
}
