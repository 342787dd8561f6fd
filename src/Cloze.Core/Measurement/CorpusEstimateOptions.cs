namespace Cloze.Measurement;

/// <summary>How the size of a corpus is estimated.</summary>
public sealed record CorpusEstimateOptions
{
    /// <summary>Pieces of the vocabulary that would be trained.</summary>
    public int VocabularySize { get; init; } = 8192;

    /// <summary>Longest sequence in tokens, [CLS] and [SEP] included.</summary>
    public int SequenceLength { get; init; } = 128;

    /// <summary>
    /// Characters of the sample that the pieces a character are counted on; the sample has as many to twice as many.
    /// </summary>
    public int SampleCharacters { get; init; } = 4_000_000;

    /// <summary>Threads that learn the sample's vocabulary; the estimate does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
