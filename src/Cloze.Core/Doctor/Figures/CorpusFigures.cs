namespace Cloze.Doctor;

/// <summary>How much text there is.</summary>
/// <param name="Files">Files; 0 for the default corpus.</param>
/// <param name="Documents">Documents.</param>
/// <param name="Lines">Lines with something on them.</param>
/// <param name="Characters">UTF-16 characters.</param>
/// <param name="SampleCharacters">How many of these were cut into pieces: all, or an even sample.</param>
public sealed record CorpusFigures(int Files, long Documents, long Lines, long Characters, long SampleCharacters);
