using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Compares attention on sequences of given lengths.</summary>
internal static class AttentionChecks
{
    /// <summary>With and without dropout.</summary>
    public static void Run(CheckList list, int[] lengths, int heads, int size)
    {
        string shape = $"{lengths.Length} sequences to {lengths.Max()}, {heads} heads of {size}";
        list.Check("attention", shape, check => Both(check, lengths, heads, size, Dropout.None));
        list.Check("attention, dropout", shape, check => Both(check, lengths, heads, size, new(0.1f, 9, 2, 4)));
    }

    private static void Both(CheckList.Comparison check, int[] lengths, int heads, int size, Dropout dropout)
    {
        int tokens = lengths.Sum(), width = heads * size;
        int[] starts = new int[lengths.Length + 1];
        for (int s = 0; s < lengths.Length; s++) starts[s + 1] = starts[s] + lengths[s];
        DualStage stage = check.Stage;
        DualTensor qkv = stage.Activation(tokens, 3 * width), logSum = stage.Float32(tokens, heads);
        DualTensor output = stage.Output(tokens, width);
        check.Run((backend, of) =>
            backend.Attention(of(qkv), starts, heads, dropout, of(logSum), of(output)));
        check.Same("log of the sum", logSum, 1);
        check.Same("output", output, 4);
        DualTensor gradient = stage.Activation(tokens, width), qkvGradient = stage.Output(tokens, 3 * width);
        check.Run((backend, of) => backend.AttentionBackward(
            of(qkv), starts, heads, dropout, of(logSum), of(output), of(gradient), of(qkvGradient)));
        check.SameOnTheWhole("gradients on the whole", qkvGradient, 3);

        // Its terms are far larger than their sums where a sequence is long: single values may be off further.
        check.Same("gradients", qkvGradient, 24);
        check.Run((backend, of) =>
            backend.Attention(of(qkv), starts, heads, dropout, Tensor.None, of(output)));
        check.Same("output alone", output, 4);
    }
}
