namespace Cloze.Kernels;

/// <summary>
/// What decides about each value of a dropout site: the draw of row r and column c is the 16-bit half c % 2 of word
/// c / 2 of the Philox stream with counters (block, step, r, site | purpose * 2^24).
/// </summary>
/// <param name="Key">The run's seed, Philox's key.</param>
/// <param name="Step">The optimizer step.</param>
/// <param name="Site">The place in the model, purpose included.</param>
/// <param name="Threshold">Draws below it are dropped; 0 drops nothing.</param>
/// <param name="Scale">What kept values are multiplied with.</param>
internal readonly record struct DropoutKey(ulong Key, uint Step, uint Site, int Threshold, float Scale)
{
    /// <summary>Whether anything is dropped.</summary>
    public bool IsActive => Threshold > 0;
}
