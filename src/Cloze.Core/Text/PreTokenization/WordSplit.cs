namespace Cloze.Text;

/// <summary>Where the words of a normalised text end.</summary>
internal enum WordSplit
{
    /// <summary>BERT's: at white space, and each punctuation mark is a word of its own.</summary>
    Bert,

    /// <summary>At white space, and between runs of word characters and runs of others: <c>\w+|[^\w\s]+</c>.</summary>
    WordRuns,

    /// <summary>At white space alone.</summary>
    WhiteSpace,
}
