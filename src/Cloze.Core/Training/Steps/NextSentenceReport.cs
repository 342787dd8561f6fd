namespace Cloze.Training;

/// <summary>The second task of the last steps: whether a text follows another, or which of two comes first.</summary>
/// <param name="Loss">Mean cross entropy of the step's pairs, in nats; added to that of the masked words.</param>
/// <param name="SmoothedLoss">The same, averaged over about the last hundred steps.</param>
/// <param name="SmoothedAccuracy">Share of the pairs told rightly, averaged likewise.</param>
public readonly record struct NextSentenceReport(double Loss, double SmoothedLoss, double SmoothedAccuracy);
