using Cloze.Cli.Rendering.Training;
using Cloze.Compute;
using Cloze.Evaluation;
using Cloze.Inference;
using Cloze.Masking;
using Cloze.Measurement;
using Cloze.Models;
using Cloze.Text;
using Cloze.Training;

namespace Cloze.Tests.Cli;

/// <summary>Results made by hand, the same on every machine, with words and numbers as long as they come.</summary>
internal static partial class SampleResults
{
    public const string LongText = "Gets or sets the minimum number of threads that the pool creates on demand, as new "
        + "requests are made, before it switches to an algorithm for managing thread creation and destruction.";

    private const string Hash = "fb641ce7044dbd50c8c2833b3504ea96984a3b747175d93021debd23c36d33af";
    private const string LongWord = "internationalisierungsbeauftragter";

    public static EvaluationResult Evaluation { get; } = new(1.29312, 0.7312, 0.8704, 41_479, Hash)
    {
        StandardError = 0.00612,
    };

    private static readonly EvaluationResult s_baseline = new(5.9864, 0.0891, 0.2487, 41_479, Hash);

    private static readonly CorpusSummary s_corpus = new(39_542, 4_401, 40_120, 4_466, 1_834_221, 203_118);

    public static FillResult Fill(int masks)
    {
        string[] words = ["number", "amount", LongWord, "count", "##s"];
        int start = LongText.IndexOf("number", StringComparison.Ordinal);
        var place = new MaskPlace(LongText, IsInPair: false, start, start + "number".Length, PieceMarks.Prefix("##"));
        Prediction[] mask = [.. words.Select((word, i) => new Prediction(1000 + i, word, 0.6 / (i + 1), "not shown")
        {
            Place = place,
        })];
        return new FillResult([.. Enumerable.Repeat(mask, masks)], 0);
    }

    public static Explanation Explanation()
    {
        string[] pieces = ["[CLS]", "gets", "or", "sets", "the", "minimum", LongWord, "of", "threads", "[SEP]"];
        ExplainedVector Vector(string name) => new(name, [0.0123f, -12.3456f, 1, 2, 3, 4, 5, 6], 12.3456);
        ExplainedCandidate Candidate(string piece, float logit) =>
            new(30_000, piece, logit, Math.Exp(logit - 12.5));
        return new Explanation
        {
            Tokens = [.. pieces.Select((piece, i) => new ExplainedToken(
                i, piece, 29_000 + i, i == 5 ? "[MASK]" : piece, i == 5 ? 103 : 29_000 + i, 0, 1))],
            Embeddings = [Vector("word embedding"), Vector("position embedding"), Vector("sum")],
            Layers = [Vector("layer 1"), Vector("layer 12")],
            Masks =
            [
                new ExplainedMask
                {
                    Position = 5,
                    Kind = MaskKind.Mask,
                    Best = [Candidate("maximum", 12), Candidate(LongWord, 9.25f)],
                    LogSumExp = 12.5,
                    Truth = Candidate("minimum", 11.5f),
                    Rank = 1,
                    Loss = 1,
                },
            ],
            TokenCount = pieces.Length,
            HiddenSize = 768,
            VocabularySize = 30_522,
            MeanLoss = 1,
        };
    }

    public static Explanation ExplanationOfModern()
    {
        Explanation usual = Explanation();
        ExplainedVector Vector(string name) => usual.Layers[0] with { Name = name };
        return usual with
        {
            Layout = new ExplainedLayout { NormsFirst = true, Windows = [null, 64, 64, null, 64, 64] },
            Embeddings = [Vector("word[103]"), Vector("LayerNorm(word)")],
            Layers = [Vector("layer 1"), Vector("LayerNorm(layer 6)")],
        };
    }

    public static ModelInspection Inspection() =>
        Inspection(new EncoderConfig { VocabularySize = 30_522, LayerCount = 1 });

    public static ModelInspection ModernInspection()
    {
        EncoderConfig config = ModelFamilies.Modern(new EncoderConfig { VocabularySize = 50_368, LayerCount = 34 });
        return Inspection(config with { PreNorm = config.PreNorm! with { LocalTheta = 160_000 } }) with
        {
            Layout = null,
            Stored = [],
        };
    }

    private static ModelInspection Inspection(EncoderConfig config) => new()
    {
        Folder = "my-model",
        Config = config,
        Layout = new ParameterLayout(config, ModelOutputs.MaskedLanguageModel),
        Pieces = 30_522,
        Stored = [new StoredTensor("bert.embeddings.word_embeddings.weight", [30_522, 768], "F32")],
        Problems = ["The folder has no tokenizer.json and no vocab.txt."],
    };

    public static Encoding Encoding()
    {
        string[] pieces = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "gets", "sets", LongWord, "the", "##s", "."];
        var tokenizer = Tokenizer.Create(Vocabulary.Create(pieces));
        return tokenizer.Encode($"Gets the sets. Gets {LongWord}s.");
    }

    public static EngineReport Engine()
    {
        var time = new RepeatedTime(0.1, 0.09, 0.12, 1_234);
        var machine = new MachineDescription(
            "AMD EPYC 7763 64-Core Processor", 128, "AVX-512", 64L << 30, "Debian 12, X64", ".NET 10.0.12");
        PresetReport Report(Preset preset, int tokens) => new(
            preset, new WorkloadResult(tokens, 1.2e10, time, 0, 3_456_000_000), 0.62, 12_345, 0.05);
        return new EngineReport(
            machine,
            128,
            12_345.6e9,
            [
                new ProductResult(new LinearLayer("small", 4096, 512, 2048), LinearProduct.WeightGradient, time),
                new ProductResult(new LinearLayer("base", 4096, 768, 3072), LinearProduct.InputGradient, time),
            ],
            new CorpusEstimate(39_542, 4_401, 12_345_678, 4.32, 1_834_221),
            [Report(Preset.Tiny, 204_800), Report(Preset.Base, 40)]);
    }

    public static TrainingStart Start() => new(
        EffectiveOptions.Resolve(new TrainingOptions { Minutes = 10, Output = "my-model" }),
        new EncoderConfig
        {
            VocabularySize = 8_192,
            HiddenSize = 128,
            LayerCount = 2,
            AttentionHeadCount = 2,
            InnerSize = 512,
        },
        1_484_544,
        s_corpus,
        s_baseline,
        default,
        new TrainingMemory(6_000_000, 6_000_000, 12_000_000, 48_000_000, 3_000_000),
        "2 threads, AVX2 with FMA");

    public static TrainingPanel Panel()
    {
        var panel = new TrainingPanel();
        panel.Add(Start());
        for (int step = 1; step <= 3_000; step++)
        {
            double loss = 1.5 + (12 / Math.Sqrt(step));
            var position = new RunPosition(step, 2_012L * step, 0.1 * step);
            panel.Add(new StepReport(position, 20_123, loss, loss, 0.00154f, 0.873, step / 6_000.0, 300, step / 911.6)
            {
                UpdateRatio = step == 2_880 ? 0.000_876_5 : null,
            });
        }

        panel.Add(new EvaluationReport(new RunPosition(2_900, 5_834_800, 290), Evaluation, IsFinal: false)
        {
            ByFrequency = Detailed(1.29312).ByFrequency,
            Examples = Training().Examples,
        });
        return panel;
    }

    public static TrainingResult Training() => new()
    {
        Model = "my-model",
        Position = new RunPosition(6_000, 12_072_000, 600),
        IsInterrupted = false,
        Evaluation = Evaluation,
        Baseline = s_baseline,
        Examples =
        [
            new FilledMask(
                LongText.Replace("requests", "[MASK]", StringComparison.Ordinal),
                "requests",
                [new("requests", 0.546f), new(LongWord, 0.238f), new("threads", 0.023f), new("pools", 0.019f),
                    new("calls", 0.013f)]),
        ],
        Profile =
        [
            new OperationProfile(ProfilePhase.Forward, "attention", 12_345, 123.45, 1.2e12),
            new OperationProfile(ProfilePhase.Backward, "softmax cross entropy", 12_345, 23.45, 0),
        ],
    };
}
