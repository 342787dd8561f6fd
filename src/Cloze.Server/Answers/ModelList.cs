namespace Cloze.Server.Answers;

/// <summary>The models that are served, in OpenAI's shape.</summary>
/// <param name="Object">Always <c>list</c>.</param>
/// <param name="Data">A model each.</param>
internal sealed record ModelList(string Object, IReadOnlyList<ModelAnswer> Data);
