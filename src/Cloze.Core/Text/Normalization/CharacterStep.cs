namespace Cloze.Text;

/// <summary>A step that is a function, without options.</summary>
internal sealed class CharacterStep(Func<AlignedText, AlignedText> apply) : NormalizerStep
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text) => apply(text);
}
