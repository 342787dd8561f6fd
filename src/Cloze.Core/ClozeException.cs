namespace Cloze;

/// <summary>
/// An error that a user can mend: the message says what was found and what was expected, the hint says what to do.
/// Both quote names from files and are one line without control characters, whatever these hold.
/// </summary>
public class ClozeException : Exception
{
    /// <summary>Creates the error from a message and a hint.</summary>
    public ClozeException(string message, string hint, Exception? innerException = null)
        : base(OneLine.Of(message), innerException) => Hint = OneLine.Of(hint);

    /// <summary>What the user can do about it, as one sentence.</summary>
    public string Hint { get; }
}
