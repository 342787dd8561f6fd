namespace Cloze.Training;

/// <summary>Where the first weights of a new model come from.</summary>
public enum InitializationKind
{
    /// <summary>From the corpus's own statistics: neighbour counts, factorised.</summary>
    Corpus,

    /// <summary>BERT's: a truncated normal distribution.</summary>
    Random,
}
