namespace Cloze.Data;

/// <summary>Where training stands in its data: all that a checkpoint needs to go on with the same batches.</summary>
/// <param name="Epoch">Passes over the corpus done.</param>
/// <param name="Place">Sequences of the running pass done.</param>
internal readonly record struct BatchPosition(uint Epoch, int Place);
