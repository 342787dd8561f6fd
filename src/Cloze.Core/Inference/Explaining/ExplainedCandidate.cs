namespace Cloze.Inference;

/// <summary>One word of the vocabulary at a masked position.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Piece">The word piece.</param>
/// <param name="Logit">The model's output for it.</param>
/// <param name="Probability">exp(logit - log-sum-exp).</param>
public sealed record ExplainedCandidate(int Id, string Piece, float Logit, double Probability);
