namespace Cloze.Data;

/// <summary>What is asked of a pair of texts.</summary>
public enum PairRule
{
    /// <summary>Whether the second text follows the first or is from elsewhere (Devlin et al. 2019).</summary>
    NextSentence,

    /// <summary>Whether the two stand in their order or were swapped (Lan et al. 2020).</summary>
    SentenceOrder,
}
