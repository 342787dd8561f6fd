using System.Text.Json.Serialization;

namespace Cloze.Server.Answers;

/// <summary>
/// The types that <see cref="Json"/> writes, their code generated when Cloze is built: a program that is trimmed or
/// compiled ahead of time has no other.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ExplainAnswer))]
[JsonSerializable(typeof(FilledWord[]))]
[JsonSerializable(typeof(FilledWord[][]))]
[JsonSerializable(typeof(FilledWord[][][]))]
[JsonSerializable(typeof(object[]))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(StateAnswer))]
[JsonSerializable(typeof(TokenizeAnswer))]
internal sealed partial class ServerJson : JsonSerializerContext;
