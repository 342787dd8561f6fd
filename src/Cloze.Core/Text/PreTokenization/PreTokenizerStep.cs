namespace Cloze.Text;

/// <summary>One step of a pre-tokeniser: it parts words, and may write them otherwise. It does not change.</summary>
internal abstract class PreTokenizerStep
{
    /// <summary>Parts the words of a text.</summary>
    public abstract void Apply(WordList words);
}
