namespace Cloze.Predictions;

/// <summary>Many hidden states made one vector, summed in double precision.</summary>
internal static class HiddenPooling
{
    /// <summary>The mean of rows [T, H], which is [H].</summary>
    public static float[] Mean(ReadOnlySpan<float> states, int width)
    {
        double[] sums = new double[width];
        int rows = states.Length / width;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> state = states.Slice(row * width, width);
            for (int i = 0; i < state.Length; i++) sums[i] += state[i];
        }

        return Array.ConvertAll(sums, sum => (float)(sum / rows));
    }

    /// <summary>Divides a vector by its Euclidean length; one of zeros stays.</summary>
    public static void Normalize(Span<float> vector)
    {
        double squares = 0;
        foreach (float value in vector) squares += (double)value * value;
        if (squares == 0) return;
        double length = Math.Sqrt(squares);
        for (int i = 0; i < vector.Length; i++) vector[i] = (float)(vector[i] / length);
    }
}
