namespace Cloze.Text;

/// <summary>One step of a normaliser.</summary>
internal enum NormalizerStep
{
    /// <summary>Control characters go, and all white space becomes plain spaces.</summary>
    Clean,

    /// <summary>A space before and after each Chinese character.</summary>
    SetChineseApart,

    /// <summary>BERT's: decomposed, and nonspacing marks gone.</summary>
    StripAccents,

    /// <summary>Lower case, one character at a time.</summary>
    LowerCase,

    /// <summary>Unicode's normalization form D.</summary>
    Decompose,

    /// <summary>Combining marks of every kind go, as they stand.</summary>
    RemoveMarks,
}
