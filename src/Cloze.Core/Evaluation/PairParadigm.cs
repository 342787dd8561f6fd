namespace Cloze.Evaluation;

/// <summary>Minimal pairs that ask for the same knowledge.</summary>
/// <param name="Name">Its name: the field <c>UID</c>, or the file's name where that is missing.</param>
/// <param name="Pairs">The pairs, in the order of the file.</param>
public sealed record PairParadigm(string Name, IReadOnlyList<MinimalPair> Pairs);
