namespace Cloze.Server.Answers;

/// <summary>An error as RFC 9457 has it, with what to do about it.</summary>
/// <param name="Type">What kind of problem it is; the status alone tells.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What was found and what was expected.</param>
/// <param name="Hint">What the caller can do.</param>
/// <param name="Field">The field of the body that is meant; null for none.</param>
/// <param name="Error">The detail again: clients of Hugging Face and OpenAI look for it here.</param>
internal sealed record ProblemAnswer(
    string Type, string Title, int Status, string Detail, string? Hint, string? Field, string Error);
