namespace Cloze.Kernels;

/// <summary>
/// The tied decoder with softmax cross entropy, strip by strip of the vocabulary. The logits stand transposed, the
/// rows of a word side by side: softmax then needs no sum across a vector, and neither the decoder nor the logits are
/// packed for any of the three products.
/// </summary>
internal abstract unsafe class DecoderKernel
{
    /// <summary>How a block of these sizes is cut.</summary>
    public abstract DecoderShape Shape(int rows, int hidden, int vocabulary);

    /// <summary>Floats of scratch memory that a thread needs; zero at first.</summary>
    public abstract nint ScratchSize(in DecoderShape shape);

    /// <summary>Number of parts of <see cref="Prepare"/>.</summary>
    public abstract int PrepareCount(in DecoderShape shape);

    /// <summary>Packs part of the rows.</summary>
    public abstract void Prepare(in DecoderBlock block, int part);

    /// <summary>
    /// The logits of a part's words: each strip's largest and sum of powers of each row, and the labels' logits.
    /// Keeps the powers, or the logits themselves.
    /// </summary>
    public abstract void Forward(in DecoderBlock block, int part, bool keepLogits, float* scratch);

    /// <summary>
    /// The losses of 16 rows, from all strips' largest logits and sums; replaces the largest logits by the factors
    /// that turn powers into gradients.
    /// </summary>
    public abstract void Weigh(in DecoderBlock block, int part);

    /// <summary>
    /// Of each of 16 rows how many words come before the label: a larger logit, or the same and a lower id.
    /// </summary>
    public abstract void Rank(in DecoderBlock block, int part, int* ranks);

    /// <summary>
    /// The gradients of a chunk's words: adds to those of the decoder and overwrites its partial sums.
    /// </summary>
    public abstract void Backward(in DecoderBlock block, int chunk, float* scratch);

    /// <summary>The gradient of one row: the chunks' sums in order.</summary>
    public abstract void SumChunks(in DecoderBlock block, int row);
}
