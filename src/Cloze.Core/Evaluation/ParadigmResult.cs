namespace Cloze.Evaluation;

/// <summary>How often a model held the right sentence of a paradigm likelier.</summary>
/// <param name="Paradigm">The paradigm's name.</param>
/// <param name="Pairs">How many pairs it has.</param>
/// <param name="Accuracy">
/// The share, 0 to 1, in which the right sentence has the larger pseudo-log-likelihood; a tie counts as wrong.
/// </param>
/// <param name="WithinWordAccuracy">The same, later pieces of a word masked too (Kauf and Ivanova 2023).</param>
public sealed record ParadigmResult(string Paradigm, int Pairs, double Accuracy, double WithinWordAccuracy);
