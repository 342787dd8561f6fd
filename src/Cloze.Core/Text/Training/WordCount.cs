namespace Cloze.Text;

/// <summary>A word and how often it occurs.</summary>
internal readonly record struct WordCount(string Word, long Count)
{
    /// <summary>Orders by count, high ones first, and equal counts by the word's UTF-16 code units.</summary>
    public static int CompareByCount(WordCount left, WordCount right)
    {
        int order = right.Count.CompareTo(left.Count);
        return order != 0 ? order : string.CompareOrdinal(left.Word, right.Word);
    }

    /// <summary>Orders by the word's UTF-16 code units.</summary>
    public static int CompareByWord(WordCount left, WordCount right) => string.CompareOrdinal(left.Word, right.Word);
}
