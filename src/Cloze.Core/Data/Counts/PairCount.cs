namespace Cloze.Data;

/// <summary>How often two pieces stand side by side, in either order.</summary>
/// <param name="First">The smaller id.</param>
/// <param name="Second">The larger id, or the same.</param>
/// <param name="Count">Number of places in the corpus.</param>
internal readonly record struct PairCount(int First, int Second, long Count);
