namespace Cloze.Fuzz;

/// <summary>An input that made something happen that may not.</summary>
/// <param name="Kind">The same for inputs that show the same fault.</param>
/// <param name="Round">The round that made the input.</param>
/// <param name="Input">The input.</param>
/// <param name="Details">The exception, or what else happened.</param>
internal sealed record Finding(string Kind, uint Round, byte[] Input, string Details);
