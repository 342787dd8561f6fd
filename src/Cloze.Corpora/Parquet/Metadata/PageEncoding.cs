namespace Cloze.Corpora;

/// <summary>How values are written in a page: <c>Encoding</c> of Parquet's definition.</summary>
internal enum PageEncoding
{
    Plain = 0,
    PlainDictionary = 2,
    Runs = 3,
    Bits = 4,
    DeltaBinary = 5,
    DeltaLength = 6,
    DeltaStrings = 7,
    Dictionary = 8,
}
