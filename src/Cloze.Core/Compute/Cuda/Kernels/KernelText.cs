using System.Text;

namespace Cloze.Compute;

/// <summary>The kernels' texts, embedded in the assembly.</summary>
internal static class KernelText
{
    /// <summary>What only the device can do; tests put functions of the host in its place.</summary>
    internal const string Instructions = "ptx.cu";

    private const string Prelude = "prelude.cu";
    private const string Attention = "attention.cu";
    private const string Rectangle = "rectangle.cu";
    private const string Window = "window.cu";
    private const string Functions = "functions.cu";

    /// <summary>The texts with kernels, by name.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        "activation.cu", "adam.cu", "attention_backward.cu", "attention_forward.cu", "attention_plain.cu",
        "attention_rotary.cu", "attention_short.cu", "attention_unit.cu", "attention_whole.cu", "columns.cu",
        "copy.cu", "embedding.cu", "gate.cu", "loss.cu", "norm.cu", "norm_backward.cu", "optimizer.cu", "product.cu",
        "rows.cu",
    ];

    /// <summary>A file's text as the compiler takes it, with all that it needs before it.</summary>
    /// <exception cref="ArgumentException">There is no such text.</exception>
    public static string Of(string file)
    {
        var text = new StringBuilder();
        foreach (string part in Parts(file)) text.Append(Source(part));
        return text.ToString();
    }

    /// <summary>The names of a file's parts in order, the file itself last.</summary>
    internal static IEnumerable<string> Parts(string file) => file switch
    {
        "activation.cu" or "gate.cu" => [Instructions, Prelude, Functions, file],
        "attention_unit.cu" or "attention_whole.cu" => [Instructions, Prelude, Attention, Rectangle, file],
        "product.cu" => [Instructions, Prelude, Attention, file],
        _ when file.StartsWith("attention_", StringComparison.Ordinal) =>
            [Instructions, Prelude, Attention, Window, file],
        _ => [Instructions, Prelude, file],
    };

    /// <summary>One part's text, with a line before it that gives messages their place.</summary>
    /// <exception cref="ArgumentException">There is no such text.</exception>
    internal static string Source(string part)
    {
        using Stream stream = typeof(KernelText).Assembly.GetManifestResourceStream($"Cloze.Compute.Cuda.{part}")
            ?? throw new ArgumentException($"There is no kernel text {part}.", nameof(part));
        using var reader = new StreamReader(stream);
        return $"#line 1 \"{part}\"\n{reader.ReadToEnd()}";
    }
}
