namespace Cloze.Text;

/// <summary>What the model of a tokenizer is, as its files say it; one record a kind.</summary>
internal abstract record TokenModelDefinition
{
    /// <summary>The kind by its name in <c>tokenizer.json</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Sets the model up.</summary>
    /// <param name="pieces">The model's own pieces in the order of their ids; empty where an id has none.</param>
    /// <param name="unknownId">The piece for what has no other.</param>
    /// <param name="options">How text is treated.</param>
    public abstract TokenModel Create(IReadOnlyList<string> pieces, int unknownId, TokenizerOptions options);
}
