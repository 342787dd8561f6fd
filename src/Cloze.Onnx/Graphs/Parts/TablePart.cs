namespace Cloze.Onnx;

/// <summary>Rows of a table of embeddings.</summary>
internal static class TablePart
{
    /// <summary>The rows of a table that ids name, [..., H]; in bytes where matrices are.</summary>
    public static Value Rows(GraphScope at, string table, Value ids)
    {
        if (at.Graph.Precision != OnnxPrecision.Int8) return at.Gather(at.Graph.Parameter(table), ids);
        (Value bytes, Value scales) = at.Graph.Bytes(table);
        Value factors = at.Unsqueeze(at.Gather(scales, ids), -1);
        return at.Multiply(at.ToFloat(at.Gather(bytes, ids)), factors);
    }

    /// <summary>The rows of a small table, which stay floats.</summary>
    public static Value FloatRows(GraphScope at, string table, Value ids) =>
        at.Gather(at.Graph.Parameter(table), ids);

    /// <summary>The rows of positions 0, 1, 2 ... of the ids [B, S], [S, H].</summary>
    public static Value Positions(GraphScope at, string table, Value ids) =>
        at.FirstRows(at.Graph.Parameter(table), at.Length(ids, 1));
}
