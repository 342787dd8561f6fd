namespace Cloze.Training;

/// <summary>What a model learns.</summary>
public enum TrainingObjective
{
    /// <summary>The masked words of single texts.</summary>
    MaskedWords,

    /// <summary>
    /// Masked words, and whether the second text of a pair follows the first or is random: both losses, added (Devlin
    /// et al. 2019).
    /// </summary>
    NextSentence,

    /// <summary>
    /// Masked words, and whether the two texts of a pair stand in their order or were swapped (Lan et al. 2020).
    /// </summary>
    SentenceOrder,
}
