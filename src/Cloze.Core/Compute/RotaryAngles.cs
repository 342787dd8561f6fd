namespace Cloze.Compute;

/// <summary>
/// The angles of rotary positions (Su et al. 2021): at position p the values i and i + D / 2 of a head are turned,
/// as a point of a plane, by p * theta^(-2i / D).
/// </summary>
internal static class RotaryAngles
{
    /// <summary>
    /// Cosines and sines [positions, headSize]: D / 2 cosines, then D / 2 sines a row, computed in double precision.
    /// </summary>
    /// <param name="positions">P, the number of positions.</param>
    /// <param name="headSize">D, the even width of a head.</param>
    /// <param name="theta">The base: the larger, the slower the last values turn.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is negative or 0, the width is odd, or the base is not finite.
    /// </exception>
    /// <exception cref="OverflowException">The table has more values than an array.</exception>
    public static float[] Table(int positions, int headSize, double theta)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(positions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(headSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(headSize % 2, 0, nameof(headSize));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(theta);
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(theta), false, nameof(theta));
        int half = headSize / 2;
        float[] table = new float[checked(positions * headSize)];
        for (int i = 0; i < half; i++)
        {
            double frequency = Math.Pow(theta, -2.0 * i / headSize);
            for (int position = 0; position < positions; position++)
            {
                (double sine, double cosine) = Math.SinCos(position * frequency);
                table[(position * headSize) + i] = (float)cosine;
                table[(position * headSize) + half + i] = (float)sine;
            }
        }

        return table;
    }
}
