using System.Text.Json.Serialization;
using Cloze.Cli.Rendering;
using Cloze.Cli.Rendering.Report;
using Cloze.Cli.Rendering.Training;
using Cloze.Inference;

namespace Cloze.Cli.Hosting;

/// <summary>
/// The types that <see cref="Json"/> writes, their code generated when Cloze is built: a program that is trimmed or
/// compiled ahead of time has no other.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(BenchJson))]
[JsonSerializable(typeof(ComparisonJson))]
[JsonSerializable(typeof(ConvertedJson))]
[JsonSerializable(typeof(DetailedEvaluationJson))]
[JsonSerializable(typeof(DevicesJson))]
[JsonSerializable(typeof(DoctorJson))]
[JsonSerializable(typeof(EmbeddingJson))]
[JsonSerializable(typeof(EncodingJson))]
[JsonSerializable(typeof(EndEvent))]
[JsonSerializable(typeof(EvaluationEvent))]
[JsonSerializable(typeof(EvaluationJson))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(ExportJson))]
[JsonSerializable(typeof(FilledLineJson))]
[JsonSerializable(typeof(FillJson[]))]
[JsonSerializable(typeof(FillJson[][]))]
[JsonSerializable(typeof(InspectJson))]
[JsonSerializable(typeof(JointFillJson[]))]
[JsonSerializable(typeof(PairsJson))]
[JsonSerializable(typeof(PreparedJson))]
[JsonSerializable(typeof(ReportData))]
[JsonSerializable(typeof(ReportJson))]
[JsonSerializable(typeof(ScoreJson))]
[JsonSerializable(typeof(ScorePairJson))]
[JsonSerializable(typeof(SelftestJson))]
[JsonSerializable(typeof(ServingJson))]
[JsonSerializable(typeof(StartEvent))]
[JsonSerializable(typeof(StepEvent))]
internal sealed partial class CliJson : JsonSerializerContext;
