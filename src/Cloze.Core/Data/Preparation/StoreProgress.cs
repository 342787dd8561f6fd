namespace Cloze.Data;

/// <summary>How far a preparation has come.</summary>
/// <param name="IsLearning">Whether it still learns the vocabulary.</param>
/// <param name="BytesRead">Bytes of the files that were read to their end.</param>
/// <param name="Bytes">Bytes of all files that are to be read.</param>
/// <param name="Tokens">Tokens written.</param>
public readonly record struct StoreProgress(bool IsLearning, long BytesRead, long Bytes, long Tokens);
