namespace Cloze.Corpora;

/// <summary>Makes the columns of a table from its schema.</summary>
internal static class TableSchema
{
    private const int DeepestNesting = 64;

    /// <summary>The columns that have values, in their order.</summary>
    /// <param name="elements">The schema, the root first.</param>
    /// <exception cref="ParquetFaultException">The elements are no tree.</exception>
    public static IReadOnlyList<LeafColumn> Leaves(IReadOnlyList<SchemaElement> elements)
    {
        var leaves = new List<LeafColumn>();
        if (elements.Count == 0) throw new ParquetFaultException("it has no schema");
        var open = new Stack<Level>([new Level("", elements[0].ChildCount, 0, false)]);
        for (int i = 1; i < elements.Count; i++)
        {
            while (open.TryPeek(out Level? full) && full.Left == 0) open.Pop();
            if (!open.TryPeek(out Level? level)) throw new ParquetFaultException("its schema is no tree");
            level.Left--;
            SchemaElement element = elements[i];
            string path = level.Path.Length == 0 ? element.Name : $"{level.Path}.{element.Name}";
            int definition = level.Definition + (element.Repetition == Repetition.Required ? 0 : 1);
            bool isRepeated = level.IsRepeated || element.Repetition == Repetition.Repeated;
            if (element.Type is { } type) leaves.Add(new LeafColumn(path, leaves.Count, type, definition, isRepeated));
            else open.Push(new Level(path, element.ChildCount, definition, isRepeated));
            if (open.Count > DeepestNesting) throw new ParquetFaultException("its schema nests too deep");
        }

        return leaves;
    }

    private sealed record Level(string Path, int Count, int Definition, bool IsRepeated)
    {
        public int Left { get; set; } = Math.Max(0, Count);
    }
}
