namespace Cloze.Server.Answers;

/// <summary>A text in word pieces.</summary>
/// <param name="Model">The model whose tokenizer it is.</param>
/// <param name="Tokens">The pieces, with the special tokens round them.</param>
/// <param name="TokensCut">How many did not fit; null for none.</param>
internal sealed record TokenizeAnswer(string Model, IReadOnlyList<TokenAnswer> Tokens, int? TokensCut);
