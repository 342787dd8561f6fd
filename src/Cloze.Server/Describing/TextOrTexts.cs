namespace Cloze.Server.Describing;

/// <summary>A text or a list of texts, in the description of a body.</summary>
internal sealed record TextOrTexts;
