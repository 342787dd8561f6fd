namespace Cloze.Kernels;

/// <summary>A rectangle of a product's destination.</summary>
/// <param name="Row">First row.</param>
/// <param name="RowEnd">Row after the last.</param>
/// <param name="Column">First column.</param>
/// <param name="ColumnEnd">Column after the last.</param>
internal readonly record struct GemmArea(int Row, int RowEnd, int Column, int ColumnEnd);
