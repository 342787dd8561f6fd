namespace Cloze.Corpora;

/// <summary>Bytes that a sound Parquet file does not have; the reader adds the file's name.</summary>
/// <param name="what">What was found, as the end of a sentence.</param>
internal sealed class ParquetFaultException(string what) : Exception(what);
