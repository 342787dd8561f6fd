namespace Cloze.Evaluation;

/// <summary>
/// How likely a model holds the tokens of some sequences, each masked alone (Salazar et al. 2020, "Masked Language
/// Model Scoring").
/// </summary>
/// <param name="MeanLogProbability">Mean of ln P(token | all others), in nats.</param>
/// <param name="Tokens">Tokens that were scored.</param>
/// <param name="Sequences">Sequences that they are from, each scored whole.</param>
public sealed record PseudoLikelihoodResult(double MeanLogProbability, int Tokens, int Sequences)
{
    /// <summary>exp(-<see cref="MeanLogProbability"/>).</summary>
    public double Perplexity => Math.Exp(-MeanLogProbability);
}
