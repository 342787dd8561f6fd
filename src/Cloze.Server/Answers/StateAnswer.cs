namespace Cloze.Server.Answers;

/// <summary>How the server is.</summary>
/// <param name="Status">A word.</param>
internal sealed record StateAnswer(string Status);
