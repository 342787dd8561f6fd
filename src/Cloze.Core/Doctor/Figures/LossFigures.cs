namespace Cloze.Doctor;

/// <summary>Mean cross entropies of masked tokens, in nats: where a run begins, and what counting reaches.</summary>
/// <param name="Start">A model that knows nothing: ln V.</param>
/// <param name="Frequencies">Guessing by word frequencies.</param>
/// <param name="LeftWord">Counting what follows the piece to the left.</param>
/// <param name="BothNeighbours">Counting what stands between both neighbours.</param>
/// <param name="MaskedTokens">Held-out tokens that this was measured on.</param>
public sealed record LossFigures(
    double Start, double Frequencies, double LeftWord, double BothNeighbours, int MaskedTokens);
