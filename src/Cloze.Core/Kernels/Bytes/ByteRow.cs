namespace Cloze.Kernels;

/// <summary>
/// A row of weights as signed bytes of 7 bits with a scale of its own: value = scale · byte, byte in ±64. With 8 bits
/// the sum of two products with unsigned bytes would not fit into 16 bits, 2 · 255 · 127 = 64,770, and processors
/// without VNNI cut it off at 32,767 (vpmaddubsw); with 7 it does, 2 · 255 · 64 = 32,640, and all give the same.
/// </summary>
internal static class ByteRow
{
    /// <summary>The largest byte.</summary>
    public const int Largest = 64;

    /// <summary>The scale of a row: its largest magnitude is <see cref="Largest"/>. Of zeros it is 1.</summary>
    public static float ScaleOf(ReadOnlySpan<float> row)
    {
        float largest = 0;
        foreach (float value in row) largest = Math.Max(largest, Math.Abs(value));
        float scale = largest / Largest;
        return float.IsNormal(scale) ? scale : 1;
    }

    /// <summary>The nearest bytes of a row, ties to even.</summary>
    public static void Quantize(ReadOnlySpan<float> row, float scale, Span<sbyte> bytes)
    {
        for (int i = 0; i < row.Length; i++)
        {
            float nearest = MathF.Round(row[i] / scale, MidpointRounding.ToEven);
            bytes[i] = (sbyte)Math.Clamp(nearest, -Largest, Largest);
        }
    }
}
