using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Cli.Rendering.Report;
using Cloze.Cli.Rendering.Training;
using Cloze.Compute;
using Cloze.Evaluation;
using Cloze.Inference;
using Cloze.Masking;
using Cloze.Measurement;
using Cloze.Models;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>Generated code writes the bytes that reflection wrote, for every type that a verb prints.</summary>
public class JsonTests
{
    private static readonly JsonSerializerOptions s_reflection = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private static readonly EvaluationResult s_result = new(0.5, 1.0 / 3, double.NaN, 7, "0a1b");
    private static readonly RunPosition s_position = new(3, 1L << 40, 0.1);

    [Fact]
    public void Fill()
    {
        FillJson[] one = [new(0.1f, 5, "d\u00e9j\u00e0 \"<&'\u4f60\ud83d\ude00", "\t\u0001")];
        Same(one);
        Same<FillJson[][]>([one, []]);
        Same(new FilledLineJson(one) { Line = 3, Id = JsonElement.Parse("\"x\"") });
        Same(new FilledLineJson(new[] { one, one }));
        Same<FillJson[]>([new(0.1f, 5, "ab", "ab", [5, 6])]);
        JointFillJson[] joint = [new(0.1, -2.3, [1, 2], ["a", "##b"], "ab")];
        Same(joint);
        Same(new FilledLineJson(joint) { Line = 1 });
        Assert.Equal(
            """[{"score":0.25,"token":5,"token_str":"é<'","sequence":"a \"b\""}]""",
            Json.Line<FillJson[]>([new(0.25, 5, "é<'", "a \"b\"")]));
    }

    [Fact]
    public void Scores()
    {
        var score = new ScoreJson(
            -1.5,
            2.5,
            [new ScoredTokenJson("a", 1, 0, 1, -0.5)],
            [new ScoredWordJson("a", 0, 1, -0.5, null), new ScoredWordJson("b", 2, 3, -1, [new(0.5, 2, "c")])]);
        Same(score);
        Same(new ScorePairJson(score, score, 0, "neither") { Line = 2, Id = JsonElement.Parse("7") });
    }

    [Fact]
    public void Embeddings() => Same(new EmbeddingJson(new[] { 0.1f, -2 }, 3) { Line = 1 });

    [Fact]
    public void Pairs() => Same(new PairsJson(0.5, 0.25, 4, [new ParadigmResult("a", 4, 0.5, 0.25)]));

    [Fact]
    public void Encodings() => Same(new EncodingJson([1, 2], [0, 1], [1, 1], [1, 0], [[0, 0], [0, 3]], ["[CLS]", "a"]));

    [Fact]
    public void Evaluations()
    {
        Same(EvaluationJson.From(s_result));
        Same(DetailedEvaluationJson.From(SampleResults.Detailed(1.25)));
        Same(ComparisonJson.From(SampleResults.Comparison(otherVocabulary: false)));
    }

    [Fact]
    public void Reports() => Same(new ReportJson("run.html", 3, 1L << 40, 0.1, 2, double.NaN));

    [Fact]
    public void Explanations()
    {
        var explanation = new Explanation
        {
            Tokens = [new ExplainedToken(0, "a", 1, "[MASK]", 4, 0, 1)],
            Embeddings = [new ExplainedVector("word[1]", [0.1f, float.NaN], 2)],
            Layers = [new ExplainedVector("layer 1", [-1e-7f], double.PositiveInfinity)],
            Masks =
            [
                new ExplainedMask
                {
                    Position = 0,
                    Kind = MaskKind.Mask,
                    Best = [new ExplainedCandidate(1, "a", 0.1f, 0.9)],
                    LogSumExp = 1.5,
                    Truth = new ExplainedCandidate(1, "a", 0.1f, 0.9),
                    Rank = 0,
                    Loss = 0.1,
                },
                new ExplainedMask { Position = 1, Kind = MaskKind.Given, Best = [], LogSumExp = 1 },
            ],
            TokenCount = 1,
            HiddenSize = 8,
            VocabularySize = 30,
            MeanLoss = null,
        };
        Same(explanation);
        Assert.Contains("\"kind\":\"mask\"", Json.Line(explanation));
    }

    [Fact]
    public void Inspections() => Same(new InspectJson(
        "folder",
        new EncoderConfig { VocabularySize = 30, Activation = Activation.Relu },
        new InspectedBlocks("first", "gated", "rotary", ["full_attention"], 128, 160_000, 10_000),
        12,
        48,
        30,
        [new InspectedTensor("a", [2, 3])],
        [],
        ["b"],
        [],
        null,
        ["A sentence."],
        []));

    [Fact]
    public void Measurements()
    {
        var product = new BenchProduct("tiny", LinearProduct.WeightGradient, 1, 2, 3, 0.1, 5, 100, 0.5);
        var preset = new BenchPreset(Preset.Base, 1, 0.1, 0.2, 3, 4, 5, 0.6, 7, 8, 9, null, null);
        var report = new BenchJson(
            new MachineDescription("a \u2265 b", 2, "AVX2", 1L << 34, "an OS", ".NET 10"),
            2,
            100.5,
            [product],
            new CorpusEstimate(1, 2, 3, 4.5, 6),
            [preset, preset with { EpochSeconds = 1, EpochsInTenMinutes = 600 }]);
        Same(report);
        Same(report with { Corpus = null });
        Assert.Contains("\"product\":\"weight-gradient\"", Json.Line(report));
    }

    [Fact]
    public void StartsOfRuns()
    {
        var options = new TrainingOptions { Data = ["d\u00e9j\u00e0 <vu>.txt"], Steps = 5, LearningRate = 1e-3f };
        var effective = EffectiveOptions.Resolve(options);
        var start = new TrainingStart(
            effective,
            new EncoderConfig { VocabularySize = 30 },
            5,
            new CorpusSummary(1, 2, 3, 4, 5, 6),
            s_result,
            s_position,
            new TrainingMemory(1, 2, 3, 4, 5),
            "CPU");
        string expected = JsonSerializer.Serialize(
            new
            {
                Event = "start",
                start.Options.Options,
                start.Options.Recipe,
                start.Parameters,
                start.Corpus,
                Baseline = EvaluationJson.From(start.Baseline),
                start.Position.Step,
                start.Memory,
                start.Backend,
            },
            s_reflection);
        Assert.Equal(expected, Json.Line(StartEvent.From(start)));
    }

    [Fact]
    public void StepsOfRuns()
    {
        var step = new StepReport(s_position, 100, 2.5, 2.6, 1e-3f, 1e-20, 0.5, 60, 1.5);
        Same(StepEvent.From(step));
        Assert.Equal(
            """{"event":"step","step":3,"epoch":1.5,"tokens":1099511627776,"seconds":0.1,"tokens_per_second":100"""
            + ""","loss":2.5,"learning_rate":0.001,"grad_norm":1E-20}""",
            Json.Line(StepEvent.From(step)));
    }

    [Fact]
    public void EvaluationsOfRuns()
    {
        var report = EvaluationEvent.From(new EvaluationReport(s_position, s_result, true));
        Same(report);
        Assert.EndsWith(
            ""","top5_accuracy":"NaN","masked_tokens":7,"mask_hash":"0a1b","final":true}""",
            Json.Line(report));
    }

    [Fact]
    public void EndsOfRuns()
    {
        var result = new TrainingResult
        {
            Model = "model",
            Position = s_position,
            IsInterrupted = true,
            Baseline = s_result,
        };
        Assert.Equal(
            """{"event":"end","tokens":1099511627776,"seconds":0.1,"epochs":0,"tokens_per_second":10995116277760"""
            + ""","model":"model","interrupted":true}""",
            Json.Line(EndEvent.From(result)));
        Same(EndEvent.From(result with
        {
            IsInterrupted = false,
            Evaluation = s_result,
            Profile = [new OperationProfile(ProfilePhase.Backward, "Linear", 2, 0.5, 1e9)],
        }));
    }

    private static void Same<T>(T value) =>
        Assert.Equal(JsonSerializer.Serialize(value, s_reflection), Json.Line(value));
}
