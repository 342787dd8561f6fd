namespace Cloze.Kernels;

/// <summary>One head over one sequence: which rows and columns of [T, 3H] and [T, H] it reads and writes.</summary>
/// <param name="Start">The sequence's first row.</param>
/// <param name="Length">n, the sequence's number of rows.</param>
/// <param name="Head">Number of the head.</param>
/// <param name="Heads">A, the number of heads.</param>
/// <param name="Size">D, the width of a head.</param>
/// <param name="Window">How far a query sees on both sides, at most n.</param>
/// <param name="Angles">
/// Address of the cosines and sines [n, D] by which query and key are turned; 0 where they are not.
/// </param>
internal readonly unsafe record struct AttentionHead(
    int Start, int Length, int Head, int Heads, int Size, int Window, nint Angles)
{
    /// <summary>How many of the first queries are left out.</summary>
    public int SkippedBefore { get; init; }

    /// <summary>How many of the last queries are left out.</summary>
    public int SkippedAfter { get; init; }

    /// <summary>The query after the last that is computed.</summary>
    public int QueryEnd => Length - SkippedAfter;

    /// <summary>Whether query and key are turned by their positions.</summary>
    public bool Turns => Angles != 0;

    /// <summary>The angles of a position.</summary>
    public float* AnglesAt(int position) => (float*)Angles + ((nint)position * Size);

    /// <summary>H, the width of all heads.</summary>
    public int Hidden => Heads * Size;

    /// <summary>The factor of the scores, 1 / sqrt(D).</summary>
    public float Scale => 1 / MathF.Sqrt(Size);

    /// <summary>Where the head's query begins in the first row of [T, 3H]; key and value are H apart.</summary>
    public nint QueryOffset => ((nint)Start * 3 * Hidden) + (Head * Size);

    /// <summary>Where the head's part of the first row begins in [T, H].</summary>
    public nint OutputOffset => ((nint)Start * Hidden) + (Head * Size);

    /// <summary>Where the head's value of the first row stands in [T, A].</summary>
    public nint StatisticsOffset => ((nint)Start * Heads) + Head;

    /// <summary>The dropout row of a query: its token's row and the head.</summary>
    public uint DropoutRow(int query) => (uint)(((Start + query) * Heads) + Head);
}
