namespace Cloze.Server.Answers;

/// <summary>How many tokens were read, in OpenAI's shape.</summary>
/// <param name="PromptTokens">The tokens, special ones included.</param>
/// <param name="TotalTokens">The same: nothing is generated.</param>
internal sealed record TokenUsage(int PromptTokens, int TotalTokens);
