namespace Cloze.Text;

/// <summary>One step of a normaliser. It does not change.</summary>
internal abstract class NormalizerStep
{
    /// <summary>Control characters go, and all white space becomes plain spaces.</summary>
    public static NormalizerStep Clean { get; } = new CharacterStep(CharacterSteps.Clean);

    /// <summary>A space before and after each Chinese character.</summary>
    public static NormalizerStep SetChineseApart { get; } = new CharacterStep(CharacterSteps.SetChineseApart);

    /// <summary>BERT's: decomposed, and nonspacing marks gone.</summary>
    public static NormalizerStep StripAccents { get; } = new CharacterStep(CharacterSteps.StripMarks);

    /// <summary>Lower case, one character at a time.</summary>
    public static NormalizerStep LowerCase { get; } = new CharacterStep(CharacterSteps.Lower);

    /// <summary>Unicode's normalization form D.</summary>
    public static NormalizerStep Decompose { get; } = new UnicodeFormStep(compatible: false, composes: false);

    /// <summary>Unicode's normalization form C.</summary>
    public static NormalizerStep Compose { get; } = new UnicodeFormStep(compatible: false, composes: true);

    /// <summary>Unicode's normalization form KD.</summary>
    public static NormalizerStep DecomposeCompatible { get; } = new UnicodeFormStep(compatible: true, composes: false);

    /// <summary>Unicode's normalization form KC.</summary>
    public static NormalizerStep ComposeCompatible { get; } = new UnicodeFormStep(compatible: true, composes: true);

    /// <summary>Combining marks of every kind go, as they stand.</summary>
    public static NormalizerStep RemoveMarks { get; } = new CharacterStep(CharacterSteps.RemoveMarks);

    /// <summary>What a text becomes.</summary>
    public abstract AlignedText Apply(AlignedText text);

    /// <summary>Whether it is known at a glance that a text stays as it is.</summary>
    public virtual bool Keeps(ReadOnlySpan<char> text) => false;
}
