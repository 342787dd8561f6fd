namespace Cloze.Training;

/// <summary>The evaluation that a kept model had.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Loss">Its loss on the fixed part of the held-out text, in nats.</param>
/// <param name="MaskHash">Names that part and its masks.</param>
/// <param name="Weights">SHA-256 of the model's weights; null in the record of an older version.</param>
internal sealed record BestRecord(int Step, double Loss, string MaskHash, string? Weights = null);
