namespace Cloze.Kernels;

/// <summary>Sizes rounded up, where work or memory is cut into parts of one size.</summary>
internal static class Ceiling
{
    /// <summary>Number of parts that cover a size, the last one perhaps not full.</summary>
    public static int Divide(int size, int part) => (size + part - 1) / part;

    /// <summary>The least multiple that is no less than a size.</summary>
    public static int RoundUp(int size, int multiple) => Divide(size, multiple) * multiple;
}
