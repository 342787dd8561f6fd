namespace Cloze.Data;

/// <summary>A turn in the endless row of sequences: which pass over the corpus, and which place in its order.</summary>
/// <param name="Epoch">The pass, from 0.</param>
/// <param name="Place">The place in the pass's order, from 0.</param>
internal readonly record struct SequenceTurn(uint Epoch, long Place);
