namespace Cloze.Text;

/// <summary>What the tokenizer's steps ask of a character; the sets are in <c>unicode-tables.txt</c>.</summary>
[Flags]
internal enum CharacterProperties
{
    /// <summary>None of the others.</summary>
    None = 0,

    /// <summary>Cleaning removes it: control, format and private use characters of Unicode 8.0.</summary>
    Removed = 1,

    /// <summary>Cleaning makes it a space.</summary>
    Space = 2,

    /// <summary>In one of BERT's ranges of Chinese characters, which stand alone.</summary>
    Chinese = 4,

    /// <summary>A nonspacing mark of Unicode 8.0, which accent stripping removes.</summary>
    Mark = 8,

    /// <summary>Punctuation, which is a word of its own: all of ASCII's, and category P of Unicode 8.0.</summary>
    Punctuation = 16,

    /// <summary>White space, which separates words.</summary>
    White = 32,
}
