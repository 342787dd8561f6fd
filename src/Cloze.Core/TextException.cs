namespace Cloze;

/// <summary>One of many texts is refused; those before it are not concerned.</summary>
public sealed class TextException : ClozeException
{
    /// <summary>Creates the error from the text's place and what is wrong with it.</summary>
    public TextException(int index, ClozeException reason)
        : base($"Text {(long)index + 1}: {reason.Message}", reason.Hint, reason)
    {
        Index = index;
        Reason = reason;
    }

    /// <summary>The text's place among those that were given, from 0.</summary>
    public int Index { get; }

    /// <summary>The error that the text alone would give.</summary>
    public ClozeException Reason { get; }
}
