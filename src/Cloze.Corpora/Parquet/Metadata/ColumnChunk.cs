namespace Cloze.Corpora;

/// <summary>Where the values of a column lie in the file, for one group of rows.</summary>
/// <param name="Type">How they are stored.</param>
/// <param name="Codec">How its pages are packed.</param>
/// <param name="ValueCount">How many there are, nulls among them.</param>
/// <param name="Offset">Where its first page begins.</param>
/// <param name="Length">Bytes of its pages, their heads among them.</param>
internal sealed record ColumnChunk(ColumnType Type, PageCodec Codec, long ValueCount, long Offset, long Length)
{
    /// <summary>Reads one: <c>ColumnChunk</c> of Parquet's definition.</summary>
    /// <exception cref="ParquetFaultException">It lies in another file, is encrypted, or says nothing.</exception>
    public static ColumnChunk Read(ref ThriftReader thrift)
    {
        ColumnChunk? chunk = null;
        int field = 0;
        while (thrift.TryReadField(ref field, out ThriftType type))
        {
            switch (field)
            {
                case 1: throw new ParquetFaultException("its columns lie in other files");
                case 3 when type == ThriftType.Struct: chunk = ReadPlace(ref thrift); break;
                case 8: throw new ParquetFaultException("its columns are encrypted");
                default: thrift.Skip(type); break;
            }
        }

        return chunk ?? throw new ParquetFaultException("a column has no place in it");
    }

    // ColumnMetaData of Parquet's definition.
    private static ColumnChunk ReadPlace(ref ThriftReader thrift)
    {
        long codec = 0, values = 0, length = 0, data = 0, dictionary = 0, columnType = -1;
        int field = 0;
        while (thrift.TryReadField(ref field, out ThriftType type))
        {
            switch (field)
            {
                case 1: columnType = thrift.ReadInteger(type); break;
                case 4: codec = thrift.ReadInteger(type); break;
                case 5: values = thrift.ReadInteger(type); break;
                case 7: length = thrift.ReadInteger(type); break;
                case 9: data = thrift.ReadInteger(type); break;
                case 11: dictionary = thrift.ReadInteger(type); break;
                default: thrift.Skip(type); break;
            }
        }

        // Some writers leave the dictionary's place at 0 where there is none.
        long offset = dictionary > 0 && dictionary < data ? dictionary : data;
        return new ColumnChunk((ColumnType)columnType, (PageCodec)codec, values, offset, length);
    }
}
