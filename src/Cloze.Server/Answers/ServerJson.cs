using System.Text.Json;
using System.Text.Json.Serialization;
using Cloze.Server.Describing;

namespace Cloze.Server.Answers;

/// <summary>
/// The types that <see cref="Json"/> writes, their code generated when Cloze is built: a program that is trimmed or
/// compiled ahead of time has no other.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(EmbedBody))]
[JsonSerializable(typeof(EmbeddingList))]
[JsonSerializable(typeof(EmbeddingsBody))]
[JsonSerializable(typeof(ExplainAnswer))]
[JsonSerializable(typeof(ExplainBody))]
[JsonSerializable(typeof(FilledWord[]))]
[JsonSerializable(typeof(FilledWord[][]))]
[JsonSerializable(typeof(FilledWord[][][]))]
[JsonSerializable(typeof(FillMaskBody))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(object[]))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(ReadOnlyMemory<float>))]
[JsonSerializable(typeof(ReadOnlyMemory<float>[]))]
[JsonSerializable(typeof(ScoreBody))]
[JsonSerializable(typeof(ScoreList))]
[JsonSerializable(typeof(StateAnswer))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(TextOrTexts))]
[JsonSerializable(typeof(TokenizeAnswer))]
[JsonSerializable(typeof(TokenizeBody))]
internal sealed partial class ServerJson : JsonSerializerContext;
