using Cloze.Compute;

namespace Cloze.Onnx;

/// <summary>
/// Rotary positions (Su et al. 2021): the values i and i + D / 2 of a head are turned, as a point of a plane, by the
/// position's angle. The angles are a table of the graph, computed in double precision.
/// </summary>
internal static class RotaryPart
{
    /// <summary>Cosines and sines of the positions of a text.</summary>
    /// <param name="Cosines">[S, D / 2].</param>
    /// <param name="Sines">[S, D / 2].</param>
    /// <param name="Half">D / 2.</param>
    public readonly record struct Angles(Value Cosines, Value Sines, int Half);

    /// <summary>The angles of the first positions.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="theta">The base of the angles.</param>
    /// <param name="positions">The most positions.</param>
    /// <param name="size">D.</param>
    /// <param name="count">How many positions a text has, [1].</param>
    public static Angles Of(GraphScope at, double theta, int positions, int size, Value count)
    {
        Value table = at.Graph.Table(
            FormattableString.Invariant($"rotary_{theta}"),
            [positions, size],
            () => RotaryAngles.Table(positions, size, theta));
        Value[] halves = at.Split(at.Rows(table, at.Graph.Integers(0), count), size / 2, size / 2);
        return new Angles(halves[0], halves[1], size / 2);
    }

    /// <summary>Turns heads [B, A, S, D].</summary>
    public static Value Turn(GraphScope at, Value heads, Angles angles)
    {
        Value[] x = at.Split(heads, angles.Half, angles.Half);
        Value first = at.Subtract(at.Multiply(x[0], angles.Cosines), at.Multiply(x[1], angles.Sines));
        Value second = at.Add(at.Multiply(x[1], angles.Cosines), at.Multiply(x[0], angles.Sines));
        return at.Apply("Concat", [first, second], NodeAttribute.Of("axis", -1));
    }
}
