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

    /// <summary>The rows from a first one on, as many as the ids [B, S] are long, [S, H].</summary>
    public static Value Positions(GraphScope at, string table, int first, Value ids)
    {
        Value length = at.Length(ids, 1), start = at.Graph.Integers(first);
        return at.Rows(at.Graph.Parameter(table), start, first == 0 ? length : at.Add(length, start));
    }
}
