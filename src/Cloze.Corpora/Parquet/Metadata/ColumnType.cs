namespace Cloze.Corpora;

/// <summary>How a column's values are stored: <c>Type</c> of Parquet's definition.</summary>
internal enum ColumnType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Int96 = 3,
    Float = 4,
    Double = 5,
    ByteArray = 6,
    FixedLengthByteArray = 7,
}
