namespace Cloze.Evaluation;

/// <summary>One figure of two models on the same text.</summary>
/// <param name="Name">"loss" in nats, "top-1" and "top-5" as shares, or "bits per character".</param>
/// <param name="First">The first model's.</param>
/// <param name="Second">The second model's.</param>
/// <param name="Low">
/// The lower end of the interval that holds 95 % of the bootstrap's differences, second less first; null where there
/// are too few documents.
/// </param>
/// <param name="High">Its upper end.</param>
public sealed record ComparedFigure(string Name, double First, double Second, double? Low, double? High)
{
    /// <summary>Second less first.</summary>
    public double Difference => Second - First;
}
