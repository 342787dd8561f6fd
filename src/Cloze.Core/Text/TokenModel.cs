namespace Cloze.Text;

/// <summary>Splits words into pieces: the model of a tokenizer. It does not change.</summary>
internal abstract class TokenModel
{
    /// <summary>Appends the pieces of one word.</summary>
    /// <param name="word">The word, not empty.</param>
    /// <param name="places">Where each of its units stands in the text.</param>
    /// <param name="sink">Takes the pieces.</param>
    public abstract void Append<TSink>(ReadOnlySpan<char> word, ReadOnlySpan<TextSpan> places, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct;
}
