namespace Cloze.Training;

/// <summary>The sentences of a checkpoint whose objective has pairs.</summary>
/// <param name="Training">Those trained on.</param>
/// <param name="HeldOut">Those held out.</param>
internal sealed record StoredSentences(StoredTokens Training, StoredTokens HeldOut);
