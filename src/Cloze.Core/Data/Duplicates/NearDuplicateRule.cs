namespace Cloze.Data;

/// <summary>
/// The rule that a store's near-duplicates were found by, as a number: another version of it is another number.
/// </summary>
internal static class NearDuplicateRule
{
    /// <summary>All documents are kept.</summary>
    public const int None = 0;

    /// <summary>
    /// Left out is what shares 0.8 of its runs of five words with one of the last million documents that were kept.
    /// </summary>
    public const int Current = 1;

    /// <summary>The number of a choice.</summary>
    public static int Of(bool drops) => drops ? Current : None;
}
