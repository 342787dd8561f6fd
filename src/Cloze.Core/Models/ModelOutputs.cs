namespace Cloze.Models;

/// <summary>What a model carries beside its encoder.</summary>
[Flags]
public enum ModelOutputs
{
    /// <summary>The encoder alone, without a pooler.</summary>
    None = 0,

    /// <summary>The masked-language-model head.</summary>
    MaskedLanguageModel = 1,

    /// <summary>The pooler: tanh of a linear layer on the first token.</summary>
    Pooler = 2,

    /// <summary>Pooler and next-sentence head.</summary>
    NextSentence = 4 | Pooler,

    /// <summary>Both heads, as BERT is pre-trained with.</summary>
    PreTraining = MaskedLanguageModel | NextSentence,
}
