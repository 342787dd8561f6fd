namespace Cloze.Hub;

/// <summary>What of a model is needed.</summary>
public enum HubParts
{
    /// <summary>Configuration, tokenizer and weights.</summary>
    All,

    /// <summary>Configuration and tokenizer, without the weights.</summary>
    Tokenizer,
}
