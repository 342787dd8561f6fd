namespace Cloze.Benchmarks.Kernels;

/// <summary>Sequences of one length through the heads of one width.</summary>
internal sealed record AttentionShape(int Length, int HeadSize, float Dropout)
{
    /// <summary>Sequences of the batch: about so many tokens as a training step has.</summary>
    public int Sequences => Math.Max(1, 4096 / Length);

    /// <summary>A, for 256 hidden values.</summary>
    public int Heads => 256 / HeadSize;

    /// <summary>Useful operations of the forward pass: scores and weighted values.</summary>
    public double ForwardFlops => 4.0 * Sequences * Heads * HeadSize * Length * Length;

    /// <summary>Useful operations of the backward pass; the scores that it computes again do not count.</summary>
    public double BackwardFlops => 2 * ForwardFlops;
}
