namespace Cloze.Training;

/// <summary>How far a run has come.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Tokens">Tokens read, special tokens included.</param>
/// <param name="Seconds">Time spent training, over all sessions of the run.</param>
public readonly record struct RunPosition(int Step, long Tokens, double Seconds);
