using Cloze.Inference;

namespace Cloze.Server.Answers;

/// <summary>One text through every step.</summary>
/// <param name="Model">The model.</param>
/// <param name="Text">The text.</param>
/// <param name="ChosenBy">Who chose the masks: <c>positions</c>, <c>seed</c> or <c>text</c>.</param>
/// <param name="Seed">The seed of the draw; null where none was drawn.</param>
/// <param name="TokensCut">How many tokens did not fit; null for none.</param>
/// <param name="Tokens">The pieces with their places in the text.</param>
/// <param name="Explanation">The values of each step.</param>
internal sealed record ExplainAnswer(
    string Model,
    string Text,
    string ChosenBy,
    ulong? Seed,
    int? TokensCut,
    IReadOnlyList<TokenAnswer> Tokens,
    Explanation Explanation);
