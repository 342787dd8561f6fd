namespace Cloze.Text;

/// <summary>Several steps in their order.</summary>
internal sealed record SequenceDecoder(IReadOnlyList<PieceDecoder> Steps) : PieceDecoder
{
    /// <inheritdoc/>
    public override List<string> Apply(List<string> pieces) =>
        Steps.Aggregate(pieces, (current, step) => step.Apply(current));
}
