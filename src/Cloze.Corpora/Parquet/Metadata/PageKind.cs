namespace Cloze.Corpora;

/// <summary>What a page holds: <c>PageType</c> of Parquet's definition.</summary>
internal enum PageKind
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataOfSecondVersion = 3,
}
