namespace Cloze.Text;

/// <summary>What a character is to GPT-2's expression.</summary>
internal enum TextClass : byte
{
    /// <summary>Neither of the others.</summary>
    Other,

    /// <summary>A letter, <c>\p{L}</c>.</summary>
    Letter,

    /// <summary>A number of any kind, <c>\p{N}</c>.</summary>
    Number,

    /// <summary>White space, <c>\s</c>.</summary>
    White,
}
