namespace Cloze.Evaluation;

/// <summary>Takes a masked sequence.</summary>
/// <param name="ids">Its ids, masks in place, [T].</param>
/// <param name="positions">Where it is masked, rising, [M].</param>
/// <param name="labels">The true ids there, [M].</param>
internal delegate void MaskReader(
    ReadOnlySpan<int> ids, ReadOnlySpan<int> positions, ReadOnlySpan<int> labels);
