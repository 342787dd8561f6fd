namespace Cloze.Text;

/// <summary>What the steps of a normaliser make of a character, whatever stands beside it.</summary>
internal enum WordCharacter : byte
{
    /// <summary>That is not known without looking at the characters beside it, or it is white space or gone.</summary>
    Other,

    /// <summary>It stays.</summary>
    Kept,

    /// <summary>It becomes a text.</summary>
    Written,

    /// <summary>It stays or becomes a text, unless something that is replaced has it.</summary>
    Searched,
}
