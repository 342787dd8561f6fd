using System.Globalization;

namespace Cloze.Inference;

/// <summary>How several masks are filled together.</summary>
public sealed record JointFillOptions
{
    /// <summary>The most beams.</summary>
    public const int MostBeams = 1000;

    /// <summary>How many fillings, the most likely first. Default 5.</summary>
    public int TopK { get; init; } = 5;

    /// <summary>
    /// How many fillings are kept from one mask to the next, 1 to <see cref="MostBeams"/>; at least
    /// <see cref="TopK"/> are. More find a better one more surely, at their price in time. Default 10.
    /// </summary>
    public int BeamWidth { get; init; } = 10;

    /// <summary>Makes sure that every value is in its range.</summary>
    /// <exception cref="ClozeException">One is not.</exception>
    internal void Check()
    {
        Require("top-k", TopK);
        Require("beam-width", BeamWidth);
    }

    private static void Require(string what, int value)
    {
        if (value is >= 1 and <= MostBeams) return;
        throw new ClozeException(
            string.Create(CultureInfo.InvariantCulture, $"{what} is {value}, expected 1 to {MostBeams}."),
            "Ask for at least one filling, and for fewer beams.");
    }
}
