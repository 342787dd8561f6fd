namespace Cloze.Corpora;

/// <summary>The end of a Parquet file, which says what is in it: <c>FileMetaData</c> of Parquet's definition.</summary>
/// <param name="bytes">The footer.</param>
internal sealed class TableFooter(byte[] bytes)
{
    private const int MostElements = 100_000;

    /// <summary>The columns that have values.</summary>
    /// <exception cref="ParquetFaultException">The footer is damaged.</exception>
    public IReadOnlyList<LeafColumn> ReadColumns()
    {
        var thrift = new ThriftReader(bytes);
        var elements = new List<SchemaElement>();
        int field = 0;
        while (thrift.TryReadField(ref field, out ThriftType type))
        {
            if (field != 2)
            {
                thrift.Skip(type);
                continue;
            }

            int count = ReadStructs(ref thrift, type);
            if (count > MostElements) throw new ParquetFaultException($"it has {count} columns");
            for (int i = 0; i < count; i++) elements.Add(SchemaElement.Read(ref thrift));
        }

        return TableSchema.Leaves(elements);
    }

    /// <summary>Where a column lies, for each group of rows.</summary>
    /// <exception cref="ParquetFaultException">The footer is damaged.</exception>
    public IReadOnlyList<ColumnChunk> ReadChunks(LeafColumn column)
    {
        var thrift = new ThriftReader(bytes);
        var chunks = new List<ColumnChunk>();
        int field = 0;
        while (thrift.TryReadField(ref field, out ThriftType type))
        {
            if (field != 4)
            {
                thrift.Skip(type);
                continue;
            }

            int count = ReadStructs(ref thrift, type);
            for (int i = 0; i < count; i++) chunks.Add(ReadGroup(ref thrift, column));
        }

        return chunks;
    }

    // RowGroup of Parquet's definition: its columns are in the order of the schema.
    private static ColumnChunk ReadGroup(ref ThriftReader thrift, LeafColumn column)
    {
        ColumnChunk? chunk = null;
        int field = 0;
        while (thrift.TryReadField(ref field, out ThriftType type))
        {
            if (field != 1)
            {
                thrift.Skip(type);
                continue;
            }

            int count = ReadStructs(ref thrift, type);
            for (int i = 0; i < count; i++)
            {
                if (i == column.Index) chunk = ColumnChunk.Read(ref thrift);
                else thrift.Skip(ThriftType.Struct);
            }
        }

        if (chunk?.Type == column.Type) return chunk;
        throw new ParquetFaultException($"a group of rows has no column \"{column.Path}\"");
    }

    private static int ReadStructs(ref ThriftReader thrift, ThriftType type)
    {
        int count = thrift.ReadList(type, out ThriftType elements);
        if (count > 0) ThriftReader.Require(elements, ThriftType.Struct);
        return count;
    }
}
