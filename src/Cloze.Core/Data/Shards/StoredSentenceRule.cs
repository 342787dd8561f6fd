namespace Cloze.Data;

/// <summary>
/// The rule that a store's sentences were split by, as a number: another version of a rule is another number.
/// </summary>
internal static class StoredSentenceRule
{
    /// <summary>A document is one sentence.</summary>
    public const int None = 0;

    /// <summary>The number of a rule.</summary>
    public static int Of(SentenceRule? rule) => rule switch
    {
        SentenceRule.Text => 1,
        SentenceRule.Line => 2,
        _ => None,
    };

    /// <summary>The rule of a number; null where sentences were not split, or by a rule that is not known.</summary>
    public static SentenceRule? ToRule(int number) => number switch
    {
        1 => SentenceRule.Text,
        2 => SentenceRule.Line,
        _ => null,
    };

    /// <summary>What cuts by a rule; null for none.</summary>
    public static SentenceCutter? Cutter(SentenceRule? rule) => rule is { } found
        ? (text, sentences) => SentenceSplitter.Split(text, found, sentences)
        : null;
}
