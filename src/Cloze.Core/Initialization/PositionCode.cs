namespace Cloze.Initialization;

/// <summary>
/// The position embeddings of the start, pairs (sin w i, cos w i) of evenly spread frequencies w, and the query and key
/// weights by which a head finds the position at an offset of its own.
/// </summary>
/// <param name="HiddenSize">H.</param>
/// <param name="First">The first dimension of the code; those before it hold content.</param>
internal readonly record struct PositionCode(int HiddenSize, int First)
{
    /// <summary>Number of frequencies: two dimensions each.</summary>
    public int FrequencyCount => (HiddenSize - First) / 2;

    /// <summary>w = (frequency + 1/2) pi / FrequencyCount, in radians a position.</summary>
    public double Frequency(int frequency) => (frequency + 0.5) * Math.PI / FrequencyCount;

    /// <summary>Writes the position embeddings [positions, H], each of this Euclidean length.</summary>
    public void WriteEmbeddings(double length, Span<float> destination)
    {
        destination.Clear();
        double amplitude = length / Math.Sqrt(FrequencyCount);
        for (int position = 0; position < destination.Length / HiddenSize; position++)
        {
            Span<float> code = destination.Slice((position * HiddenSize) + First, HiddenSize - First);
            for (int f = 0; f < FrequencyCount; f++)
            {
                (double sine, double cosine) = Math.SinCos(Frequency(f) * position);
                code[2 * f] = (float)(amplitude * sine);
                code[(2 * f) + 1] = (float)(amplitude * cosine);
            }
        }
    }

    /// <summary>
    /// Writes the rows of one head into query and key, [D, H] each, so that the product of query i and key j is largest
    /// at j = i + offset: the key reads sine and cosine of random frequencies, the query the same ones turned on by
    /// the offset. Rows beyond two a frequency stay as they are.
    /// </summary>
    public void AimHead(int offset, double gain, KeyedRandom random, Span<float> query, Span<float> key)
    {
        int wanted = Math.Min(query.Length / HiddenSize / 2, FrequencyCount);
        int row = 0;
        for (int f = 0; row < 2 * wanted; f++)
        {
            // Selection sampling: each frequency is as likely as any other.
            if (random.NextInteger(FrequencyCount - f) >= wanted - (row / 2)) continue;
            int sine = First + (2 * f), cosine = sine + 1;
            (double sin, double cos) = Math.SinCos(Frequency(f) * offset);
            WriteRow(key, row, (sine, gain), (cosine, 0));
            WriteRow(key, row + 1, (sine, 0), (cosine, gain));
            WriteRow(query, row, (sine, gain * cos), (cosine, gain * sin));
            WriteRow(query, row + 1, (sine, -gain * sin), (cosine, gain * cos));
            row += 2;
        }
    }

    private void WriteRow(
        Span<float> weight, int row, (int Column, double Value) first, (int Column, double Value) second)
    {
        Span<float> destination = weight.Slice(row * HiddenSize, HiddenSize);
        destination.Clear();
        destination[first.Column] = (float)first.Value;
        destination[second.Column] = (float)second.Value;
    }
}
