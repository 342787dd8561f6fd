namespace Cloze.Fuzz;

/// <summary>What a loop came to.</summary>
/// <param name="Inputs">Inputs tried.</param>
/// <param name="Kept">Inputs that did something new, the seeds among them.</param>
/// <param name="Outcomes">Different outcomes.</param>
/// <param name="Findings">One finding for each kind of fault.</param>
internal sealed record FuzzReport(long Inputs, int Kept, int Outcomes, IReadOnlyList<Finding> Findings);
