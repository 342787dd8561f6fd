namespace Cloze.Server.Answers;

/// <summary>The scores of some texts.</summary>
/// <param name="Model">The model.</param>
/// <param name="Data">A score for each text, in their order.</param>
internal sealed record ScoreList(string Model, IReadOnlyList<ScoreAnswer> Data);
