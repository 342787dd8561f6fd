namespace Cloze.Server.Describing;

/// <summary>A position that is to be predicted, or what stands there, in the description of a body.</summary>
internal sealed record PositionOrMask;
