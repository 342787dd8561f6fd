namespace Cloze.Fuzz;

/// <summary>What Cloze promises of any input did not hold.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
