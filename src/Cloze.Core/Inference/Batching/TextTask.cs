namespace Cloze.Inference;

/// <summary>What one caller wants of texts, checked.</summary>
/// <typeparam name="TAnswer">What is answered to each.</typeparam>
internal abstract class TextTask<TAnswer>
{
    /// <summary>A text as the model reads it.</summary>
    /// <exception cref="ClozeException">It is refused.</exception>
    /// <exception cref="ArgumentNullException">There is no text.</exception>
    public abstract TextWork<TAnswer> Prepare(TextPair text);

    /// <summary>One of many texts as the model reads it.</summary>
    /// <exception cref="TextException">It is refused.</exception>
    public TextWork<TAnswer> Prepare(TextPair text, int index)
    {
        try
        {
            return Prepare(text);
        }
        catch (ClozeException error)
        {
            throw new TextException(index, error);
        }
    }
}
