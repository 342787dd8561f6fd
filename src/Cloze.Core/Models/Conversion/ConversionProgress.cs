namespace Cloze.Models;

/// <summary>How far a conversion has come.</summary>
/// <param name="Bytes">Bytes of weights written.</param>
/// <param name="AllBytes">Bytes to be written.</param>
public readonly record struct ConversionProgress(long Bytes, long AllBytes);
