using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Compares attention on sequences of given lengths.</summary>
internal static class AttentionChecks
{
    private const double Theta = 10_000;

    // Its own token alone; less than a tile; half of one, and ModernBERT's.
    private static readonly int[] s_windows = [0, 5, 32, 64];

    private static readonly Dropout s_dropout = new(0.1f, 9, 2, 4);

    /// <summary>With and without dropout.</summary>
    public static void Run(CheckList list, int[] lengths, int heads, int size)
    {
        string shape = $"{lengths.Length} sequences to {lengths.Max()}, {heads} heads of {size}";
        list.Check("attention", shape, check => Both(check, lengths, heads, size, Dropout.None));
        list.Check("attention, dropout", shape, check => Both(check, lengths, heads, size, s_dropout));
    }

    /// <summary>With rotary positions, with windows, and with both and dropout.</summary>
    public static void RunPatterns(CheckList list, int[] lengths, int heads, int size)
    {
        string shape = $"{lengths.Length} sequences to {lengths.Max()}, {heads} heads of {size}";
        list.Check("attention, rotary positions", shape, check => Both(
            check, lengths, heads, size, Dropout.None, turns: true));
        foreach (int window in s_windows)
        {
            string within = $"{shape}, {window} away";
            list.Check("attention, window", within, check => Both(
                check, lengths, heads, size, Dropout.None, window));
            list.Check("attention, positions, window, dropout", within, check => Both(
                check, lengths, heads, size, s_dropout, window, turns: true));
        }
    }

    private static void Both(
        CheckList.Comparison check,
        int[] lengths,
        int heads,
        int size,
        Dropout dropout,
        int window = AttentionPattern.Unbounded,
        bool turns = false)
    {
        int tokens = lengths.Sum(), width = heads * size;
        int[] starts = new int[lengths.Length + 1];
        for (int s = 0; s < lengths.Length; s++) starts[s + 1] = starts[s] + lengths[s];
        DualStage stage = check.Stage;
        DualTensor qkv = stage.Activation(tokens, 3 * width), logSum = stage.Float32(tokens, heads);
        DualTensor output = stage.Output(tokens, width);
        int positions = lengths.Max();
        DualTensor angles = turns
            ? stage.Parameter(RotaryAngles.Table(positions, size, Theta), positions, size)
            : DualTensor.None;
        AttentionPattern Pattern(Func<DualTensor, Tensor> of) => new(heads, window, of(angles));
        int more = turns ? 2 : 1; // Query and key are rounded once more.

        check.Run((backend, of) =>
            backend.Attention(of(qkv), starts, Pattern(of), dropout, of(logSum), of(output)));
        if (turns) check.Same("query and key, turned", qkv);
        check.Same("log of the sum", logSum, (2 * more) - 1);
        check.Same("output", output, 4 * more);
        DualTensor gradient = stage.Activation(tokens, width), qkvGradient = stage.Output(tokens, 3 * width);
        DualTensor sums = stage.Parameter(1, 3 * width), other = stage.Activation(tokens, 1);
        DualTensor weights = stage.Parameter(3 * width, 1);
        check.Run((backend, of) =>
        {
            Tensor early = backend.SumsColumns ? of(sums) : Tensor.None;
            backend.AttentionBackward(
                of(qkv), starts, Pattern(of), dropout, of(logSum), of(output), of(gradient), of(qkvGradient), early);
            if (early.IsNone) backend.LinearWeightGradient(of(qkvGradient), of(other), of(weights), of(sums));
        });
        check.SameOnTheWhole("column sums", sums, 6 * more);
        check.SameOnTheWhole("gradients on the whole", qkvGradient, 3 * more);

        // Its terms are far larger than their sums where a sequence is long: single values may be off further.
        check.Same("gradients", qkvGradient, 24 * more);

        // Query and key are turned, and rounded, a second time.
        check.Run((backend, of) =>
            backend.Attention(of(qkv), starts, Pattern(of), dropout, Tensor.None, of(output)));
        check.Same("output alone", output, 4 * more * more);
    }
}
