namespace Cloze.Doctor;

/// <summary>
/// In which scripts and languages a corpus is. Scripts are counted by letters. Languages of the Latin script are
/// guessed, a document at a time, by their commonest words: seven are known, and short or mixed documents stay unknown.
/// </summary>
/// <param name="Scripts">Shares of the letters, the largest first.</param>
/// <param name="Languages">Shares of the documents in Latin letters, the largest first; "unknown" among them.</param>
public sealed record LanguageMix(IReadOnlyList<NamedShare> Scripts, IReadOnlyList<NamedShare> Languages);
