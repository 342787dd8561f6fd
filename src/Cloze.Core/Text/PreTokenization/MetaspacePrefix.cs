namespace Cloze.Text;

/// <summary>Which words that begin without a mark get one before them.</summary>
internal enum MetaspacePrefix
{
    /// <summary>Every part of a text.</summary>
    Always,

    /// <summary>The one at the beginning of the text.</summary>
    First,

    /// <summary>None.</summary>
    Never,
}
