namespace Cloze.Kernels;

/// <summary>
/// The columns [Column, ColumnEnd) of B at the depths [Start, End), packed: one panel [End - Start, tile columns]
/// after another. With no values, B is read where it stands.
/// </summary>
internal readonly unsafe record struct GemmPanels(int Column, int ColumnEnd, int Start, int End, nint Values)
{
    /// <summary>Number of depths.</summary>
    public int Depth => End - Start;

    /// <summary>Whether the panels are packed.</summary>
    public bool ArePacked => Values != 0;

    /// <summary>The packed values of the panel that begins with a column, from a depth on.</summary>
    public float* At(int column, int depth, int panelColumns) =>
        (float*)Values + ((nint)(column - Column) * Depth) + ((nint)(depth - Start) * panelColumns);
}
