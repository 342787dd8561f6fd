namespace Cloze.Corpora;

/// <summary>The head of a page: <c>PageHeader</c> of Parquet's definition.</summary>
internal sealed record PageHeader
{
    /// <summary>Bytes of the head itself.</summary>
    public int HeaderLength { get; private set; }

    public PageKind Kind { get; private set; }

    /// <summary>Bytes of the page when it is unpacked.</summary>
    public int UnpackedLength { get; private set; }

    /// <summary>Bytes of the page in the file.</summary>
    public int PackedLength { get; private set; }

    /// <summary>How many values it has, nulls among them.</summary>
    public int ValueCount { get; private set; }

    public PageEncoding Encoding { get; private set; }

    /// <summary>How definition levels are written where they say how long they are.</summary>
    public PageEncoding LevelEncoding { get; private set; } = PageEncoding.Runs;

    /// <summary>Bytes of definition levels, in pages of the second version.</summary>
    public int DefinitionLength { get; private set; }

    /// <summary>Bytes of repetition levels, in pages of the second version.</summary>
    public int RepetitionLength { get; private set; }

    /// <summary>Whether the values are packed, in pages of the second version.</summary>
    public bool IsPacked { get; private set; } = true;

    /// <summary>Reads one from the first bytes.</summary>
    /// <exception cref="ParquetFaultException">They are none.</exception>
    public static PageHeader Read(ReadOnlySpan<byte> bytes)
    {
        var thrift = new ThriftReader(bytes);
        var header = new PageHeader();
        int field = 0;
        while (thrift.TryReadField(ref field, out ThriftType type))
        {
            switch (field)
            {
                case 1: header.Kind = (PageKind)thrift.ReadInt32(type); break;
                case 2: header.UnpackedLength = thrift.ReadInt32(type); break;
                case 3: header.PackedLength = thrift.ReadInt32(type); break;
                case 5 or 7 when type == ThriftType.Struct: header.ReadValues(ref thrift); break;
                case 8 when type == ThriftType.Struct: header.ReadSecondVersion(ref thrift); break;
                default: thrift.Skip(type); break;
            }
        }

        header.HeaderLength = bytes.Length - thrift.Left;
        return header;
    }

    private void ReadValues(ref ThriftReader thrift)
    {
        int field = 0;
        while (thrift.TryReadField(ref field, out ThriftType type))
        {
            switch (field)
            {
                case 1: ValueCount = thrift.ReadInt32(type); break;
                case 2: Encoding = (PageEncoding)thrift.ReadInt32(type); break;
                case 3 when type == ThriftType.Int32: LevelEncoding = (PageEncoding)thrift.ReadInt32(type); break;
                default: thrift.Skip(type); break;
            }
        }
    }

    private void ReadSecondVersion(ref ThriftReader thrift)
    {
        int field = 0;
        while (thrift.TryReadField(ref field, out ThriftType type))
        {
            switch (field)
            {
                case 1: ValueCount = thrift.ReadInt32(type); break;
                case 4: Encoding = (PageEncoding)thrift.ReadInt32(type); break;
                case 5: DefinitionLength = thrift.ReadInt32(type); break;
                case 6: RepetitionLength = thrift.ReadInt32(type); break;
                case 7: IsPacked = type != ThriftType.False; break;
                default: thrift.Skip(type); break;
            }
        }
    }
}
