namespace Cloze.Corpora;

/// <summary>A column of a table that has values.</summary>
/// <param name="Path">Its name; within structs the names from the outermost in, parted by points.</param>
/// <param name="Index">Its place among the columns that have values.</param>
/// <param name="Type">How its values are stored.</param>
/// <param name="MaximumDefinition">The definition level of a value that is there; a lower one is a null.</param>
/// <param name="IsRepeated">Whether a row has a list of them.</param>
internal sealed record LeafColumn(string Path, int Index, ColumnType Type, int MaximumDefinition, bool IsRepeated)
{
    /// <summary>Whether its values may be texts, one a row.</summary>
    public bool IsText => Type == ColumnType.ByteArray && !IsRepeated;
}
