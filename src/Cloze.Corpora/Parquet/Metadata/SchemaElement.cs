namespace Cloze.Corpora;

/// <summary>One line of a table's schema, which lists the tree of its columns from the root down.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">How values are stored; null for a struct.</param>
/// <param name="Repetition">Whether a value must be there, may be, or is one of a list.</param>
/// <param name="ChildCount">How many of the next elements it holds, with theirs.</param>
internal sealed record SchemaElement(string Name, ColumnType? Type, Repetition Repetition, int ChildCount)
{
    /// <summary>Reads one: <c>SchemaElement</c> of Parquet's definition.</summary>
    public static SchemaElement Read(ref ThriftReader thrift)
    {
        string name = "";
        ColumnType? columnType = null;
        Repetition repetition = Repetition.Required;
        int children = 0, field = 0;
        while (thrift.TryReadField(ref field, out ThriftType type))
        {
            switch (field)
            {
                case 1: columnType = (ColumnType)thrift.ReadInt32(type); break;
                case 3: repetition = (Repetition)thrift.ReadInt32(type); break;
                case 4: name = thrift.ReadText(type); break;
                case 5: children = thrift.ReadInt32(type); break;
                default: thrift.Skip(type); break;
            }
        }

        return new SchemaElement(name, columnType, repetition, children);
    }
}

/// <summary>How often a value occurs: <c>FieldRepetitionType</c> of Parquet's definition.</summary>
internal enum Repetition
{
    Required = 0,
    Optional = 1,
    Repeated = 2,
}
