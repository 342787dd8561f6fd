namespace Cloze.Compute;

/// <summary>
/// What a kernel must move and compute, from its name and its arguments, which stand in the order of its text. Lists of
/// numbers, statistics and partial sums count where they weigh.
/// </summary>
internal static class KernelWork
{
    private const int Heads = 3;

    /// <summary>Bytes and operations of the matrix units of one launch; zeros where the kernel is not known.</summary>
    public static (double Bytes, double Flops) Of(
        string kernel,
        in LaunchShape shape,
        ReadOnlySpan<KernelArgument> arguments,
        int element,
        AttentionLoad load)
    {
        if (kernel.StartsWith("attention_", StringComparison.Ordinal))
        {
            return OfAttention(kernel, arguments, element, load);
        }

        return (BytesOf(kernel, shape, arguments, element, load), 0);
    }

    private static double BytesOf(
        string kernel, in LaunchShape shape, ReadOnlySpan<KernelArgument> a, int element, AttentionLoad load) =>
        Stem(kernel) switch
        {
            "activation_forward" => Values(a, 4, 5) * element * (2 + Has(a, 2)),
            "activation_backward" => Values(a, 4, 5) * element * (3 + Has(a, 2)),
            "add_norm" => Values(a, 8, 9) * element * (2 + Has(a, 1) + Has(a, 5)),
            "add_norm_backward" => Values(a, 7, 8) * element * (3 + Has(a, 4) + Has(a, 9)),
            "norm_sums" => Values(a, 3, 4) * element * 2,
            "column_sums" => Values(a, 1, 2) * element,
            "fold_columns" => Values(a, 1, 3) * sizeof(float) * shape.GridY,
            "embed" => Values(a, 7, 8) * (element + (sizeof(float) * (1 + Has(a, 4) + Has(a, 5)))),
            "embed_pieces" => Columns(a, 5) * ((load.Tokens * element) + (2.0 * sizeof(float) * shape.GridX)),
            "gather_rows" or "apply_dropout" => Rows(kernel, a) * element * 2,
            "scatter_add_distinct" => Rows(kernel, a) * element * 3,
            "cross_entropy" => Columns(a, 8) * shape.GridX * element * (1 + Has(a, 6)),
            "cross_entropy_float" => Columns(a, 8) * shape.GridX * (sizeof(float) + (element * Has(a, 6))),
            "adam" => Columns(a, a.Length - 1) * ((8 * sizeof(float)) + (element * Has(a, 4))),
            "square_sums" => Columns(a, 1) * sizeof(float),
            "cast_from_float" or "cast_to_float" => Columns(a, 2) * (element + sizeof(float)),
            "combine_elements" => Columns(a, 5) * element * 3,
            _ => 0,
        };

    // Of the seven products of a gradient one kernel does four and the other three; five are what a gradient needs.
    private static (double Bytes, double Flops) OfAttention(
        string kernel, ReadOnlySpan<KernelArgument> a, int element, AttentionLoad load)
    {
        string stem = Stem(kernel);
        bool isWide = kernel.AsSpan(stem.Length).StartsWith("_64", StringComparison.Ordinal);
        int size = isWide ? 64 : 32;
        if (stem == "attention_delta") return (2 * Columns(a, Heads) * size * element, 0);
        (int rows, int products) = stem switch
        {
            "attention_forward" => (4, 2),
            "attention_short" => (8, 5),
            "attention_whole" => (7, 5),
            "attention_unit" => (8, 5),
            "attention_backward_keys" => (6, 4),
            "attention_backward_queries" => (5, 3),
            _ => (0, 0),
        };
        if (rows == 0) return (0, 0);
        double hidden = Columns(a, stem == "attention_unit" ? Heads + 1 : Heads) * size;
        return (rows * hidden * load.Tokens * element, 2 * products * hidden * load.Pairs);
    }

    // A kernel's name without what its forms differ in: "add_norm" of "add_norm_3", "add_norm_any".
    private static string Stem(string kernel)
    {
        int end = kernel.AsSpan().IndexOfAnyInRange('0', '9');
        string stem = end < 0 ? kernel : kernel[..(end - 1)];
        foreach (string form in (ReadOnlySpan<string>)["_narrow", "_any"])
        {
            if (stem.EndsWith(form, StringComparison.Ordinal)) stem = stem[..^form.Length];
        }

        return stem;
    }

    private static double Rows(string kernel, ReadOnlySpan<KernelArgument> a) =>
        kernel.StartsWith("apply", StringComparison.Ordinal) ? Values(a, 2, 3) : Values(a, 3, 4);

    private static double Values(ReadOnlySpan<KernelArgument> a, int rows, int columns) =>
        Columns(a, rows) * Columns(a, columns);

    private static double Columns(ReadOnlySpan<KernelArgument> a, int index) => a[index].Bits;

    private static int Has(ReadOnlySpan<KernelArgument> a, int index) => a[index].Bits == 0 ? 0 : 1;
}
