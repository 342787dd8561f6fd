using Cloze.Data;

namespace Cloze.Corpora;

/// <summary>
/// The formats of corpora that the library does not read by itself: Parquet, and files packed with zstd.
/// </summary>
public static class CorpusReaders
{
    /// <summary>
    /// Teaches <see cref="Corpus"/> these formats, for the whole process. Calling it again does nothing.
    /// </summary>
    public static void Register()
    {
        CorpusFormats.Add(new ZstandardFormat());
        CorpusFormats.Add(new ParquetFormat());
    }
}
