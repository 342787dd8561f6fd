namespace Cloze.Training;

/// <summary>The parts of a training run, in order.</summary>
public enum TrainingPhase
{
    /// <summary>Reading the corpus and learning the word pieces.</summary>
    Vocabulary,

    /// <summary>Cutting the corpus into sequences of pieces, a part of it held out.</summary>
    Tokens,

    /// <summary>Setting the first weights, or loading them.</summary>
    Weights,

    /// <summary>Training.</summary>
    Training,

    /// <summary>Evaluating on everything held out.</summary>
    Evaluation,
}
