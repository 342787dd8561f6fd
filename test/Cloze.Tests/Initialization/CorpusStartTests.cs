using Cloze.Data;
using Cloze.Initialization;
using Cloze.Models;
using Cloze.Tests.Data;
using Xunit;

namespace Cloze.Tests.Initialization;

public class CorpusStartTests
{
    private static readonly EncoderConfig Config = new()
    {
        VocabularySize = 300,
        HiddenSize = 64,
        LayerCount = 2,
        AttentionHeadCount = 4,
        InnerSize = 128,
        MaximumPositions = 40,
    };

    [Fact]
    public void ThreadsChangeNoBitAndTheSeedDoes()
    {
        CorpusCounts counts = Counts();
        float[] one = Apply(counts, Config, new CorpusStartOptions { Threads = 1 }).All;
        float[] two = Apply(counts, Config, new CorpusStartOptions { Threads = 2 }).All;
        float[] other = Apply(counts, Config, new CorpusStartOptions { Seed = 1 }).All;
        Assert.Equal(one, two);
        Assert.NotEqual(one, other);
        Every.Item(one, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void TheBiasIsTheLogOfTheFrequencies()
    {
        CorpusCounts counts = Counts();
        float[] bias = Apply(counts, Config)["cls.predictions.bias"];
        for (int id = 0; id < bias.Length; id++)
        {
            double expected = Math.Log((counts.Pieces[id] + 0.5) / (counts.Total + (0.5 * 300)));
            Assert.Equal(expected, bias[id], 1e-6);
        }

        Assert.Equal(1, bias.Sum(value => Math.Exp(value)), 1e-5);
    }

    [Fact]
    public void EveryPieceHasItsContentsLengthAndSpecialPiecesOnlyNoise()
    {
        float[] words = Apply(Counts(), Config)["bert.embeddings.word_embeddings.weight"];
        float[] Part(int from, int to, int start, int length) =>
            [.. Enumerable.Range(from, to - from).SelectMany(id => words.Skip((id * 64) + start).Take(length))];
        Every.Item(
            Enumerable.Range(5, 295),
            id => Assert.Equal(1, Math.Sqrt(Part(id, id + 1, 0, 32).Sum(value => value * value)), 0.02));
        Assert.Equal(0.001, Deviation(Part(0, 300, 32, 32)), 0.0001);
        Assert.Equal(0.004, Deviation(Part(0, 5, 0, 32)), 0.001);
        double[] columns = [.. Enumerable.Range(0, 32).Select(
            c => Part(5, 300, c, 1).Sum(value => (double)value * value))];
        Assert.True(columns[0] > columns[8] && columns[8] > columns[31], "strongest first");
    }

    [Fact]
    public void DotProductsOfWordsAreTheirMutualInformation()
    {
        // Twelve pairs of words that only ever stand beside each other: information is a matrix of rank 24.
        string[] documents = [.. Enumerable.Range(0, 600).Select(i => $"{5 + (2 * (i % 12))} {6 + (2 * (i % 12))}")];
        EncoderConfig config = Config with { VocabularySize = 40, HiddenSize = 48 * 2 };
        CorpusCounts counts = Counts(documents, 40);
        float[] words = Apply(counts, config)["bert.embeddings.word_embeddings.weight"];
        double Dot(int x, int y) => Enumerable.Range(0, 48).Sum(c => (double)words[(x * 96) + c] * words[(y * 96) + c]);

        // A word's only neighbour is its partner: PPMI of the pair is one value, of all others 0. As the singular
        // vectors are the same for both signs of an eigenvalue, the dot products are those of |PPMI|: of a word with
        // itself and its like.
        double strength = Dot(5, 5);
        for (int x = 5; x < 29; x++)
        {
            for (int y = 5; y < 29; y++) Assert.Equal(x == y ? strength : 0, Dot(x, y), 0.12 * strength);
        }
    }

    [Fact]
    public void WordsInTheSamePlacesGetTheSameDirections()
    {
        // Determiner, adjective, noun: words of one class share their neighbours and nothing else.
        var random = new KeyedRandom(2, RandomPurpose.Weights, 0, 0);
        var documents = new List<string>();
        for (int i = 0; i < 20_000; i++)
        {
            documents.Add($"{10 + random.NextInteger(4)} {20 + random.NextInteger(4)} {30 + random.NextInteger(4)}");
        }

        float[] words = Apply(Counts(documents, 40), Config with { VocabularySize = 40 })[
            "bert.embeddings.word_embeddings.weight"];
        Assert.True(Cosine(words, 10, 11) > 0.8);
        Assert.True(Cosine(words, 20, 23) > 0.8);
        Assert.True(Cosine(words, 31, 32) > 0.8);
        Assert.True(Cosine(words, 10, 20) < 0.2);
        Assert.True(Cosine(words, 20, 30) < 0.2);
    }

    [Fact]
    public void HeadsOfTheFirstLayerLookAtTheirNeighbour()
    {
        EncoderConfig config = Config with { HiddenSize = 128, VocabularySize = 1000, MaximumPositions = 64 };
        var attention = new FirstLayerAttention(Apply(Counts(TinyCorpus.Documents(2000, 60), 1000), config), config);
        int[] ids = [.. Enumerable.Range(0, 64).Select(i => 5 + (i * 37 % 900))];
        for (int head = 0; head < 4; head++)
        {
            int offset = head % 2 == 0 ? -1 : 1;
            double[,] weights = attention.Weights(ids, head);
            for (int i = 1; i < 63; i++)
            {
                Assert.Equal(i + offset, Enumerable.Range(0, 64).MaxBy(j => weights[i, j]));
                Assert.InRange(weights[i, i + offset], 0.3, 1);
            }
        }
    }

    [Fact]
    public void TheRestHasTheDeviationsOfTheSpecification()
    {
        Weights weights = Apply(Counts(), Config);
        Assert.Equal(0.02, Deviation(weights["bert.encoder.layer.1.attention.self.query.weight"]), 0.001);
        Assert.Equal(0.02, Deviation(weights["bert.encoder.layer.0.attention.self.value.weight"]), 0.001);
        Assert.Equal(0.02, Deviation(weights["bert.encoder.layer.0.attention.output.dense.weight"]), 0.001);
        Assert.Equal(0.02, Deviation(weights["bert.encoder.layer.1.intermediate.dense.weight"]), 0.001);
        Assert.Equal(0.006, Deviation(weights["bert.encoder.layer.0.output.dense.weight"]), 0.0003);
        Assert.Equal(0.006, Deviation(weights["bert.encoder.layer.1.output.dense.weight"]), 0.0003);
        Every.Item(weights["bert.encoder.layer.1.output.LayerNorm.weight"], value => Assert.Equal(1, value));
        Every.Item(weights["bert.encoder.layer.1.intermediate.dense.bias"], value => Assert.Equal(0, value));
        Every.Item(weights["cls.predictions.transform.dense.bias"], value => Assert.Equal(2, value));
        float[] transform = weights["cls.predictions.transform.dense.weight"];
        for (int i = 0; i < 64; i++) transform[(i * 64) + i] -= i < 32 ? 1 : 0;
        Assert.Equal(0.006, Deviation(transform), 0.0003);
        float[] positions = weights["bert.embeddings.position_embeddings.weight"];
        Every.Item(positions.Where((_, i) => i % 64 < 32), value => Assert.Equal(0, value));
        Every.Item(
            positions.Chunk(64), row => Assert.Equal(1, Math.Sqrt(row.Sum(value => value * value)), 1e-6));
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(45, 9)]
    [InlineData(45, 3)]
    [InlineData(7, 7)]
    [InlineData(4, 2)]
    [InlineData(700, 4)]
    public void OddShapesWork(int hidden, int heads)
    {
        EncoderConfig config = Config with
        {
            HiddenSize = hidden,
            AttentionHeadCount = heads,
            InnerSize = 3,
            TieDecoder = false,
        };
        Weights weights = Apply(Counts(), config, heads: ModelOutputs.PreTraining);
        Every.Item(weights.All, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(weights["bert.embeddings.word_embeddings.weight"], weights["cls.predictions.decoder.weight"]);
        Assert.Equal(weights["cls.predictions.bias"], weights["cls.predictions.decoder.bias"]);
    }

    [Fact]
    public void AnEncoderWithoutHeadAndLayersWorks() =>
        Assert.NotEmpty(Apply(Counts(), Config with { LayerCount = 0 }, heads: ModelOutputs.None).All);

    [Fact]
    public void TwoWordsAreEnough()
    {
        float[] words = Apply(Counts(["7 8"], 300), Config)["bert.embeddings.word_embeddings.weight"];
        Every.Item(words, value => Assert.InRange(value, -2, 2));
    }

    [Fact]
    public void ACorpusWithoutNeighboursIsAClearError()
    {
        CorpusCounts counts = Counts(["7", "8"], 300);
        var error = Assert.Throws<ClozeException>(() => Apply(counts, Config));
        Assert.Contains("side by side", error.Message);
        Assert.Contains("random start", error.Hint);
    }

    [Fact]
    public void CountsOfAnotherVocabularyAreAClearError()
    {
        CorpusCounts counts = Counts();
        var error = Assert.Throws<ClozeException>(() => Apply(counts, Config with { VocabularySize = 301 }));
        Assert.Contains("300 pieces, the model has 301", error.Message);
    }

    [Fact]
    public void ATooNarrowModelIsAClearError() =>
        Assert.Contains(
            "4 hidden dimensions",
            Assert.Throws<ClozeException>(
                () => Apply(Counts(), Config with { HiddenSize = 2, AttentionHeadCount = 1 })).Message);

    [Theory]
    [InlineData(0, 1.2)]
    [InlineData(1, double.NaN)]
    public void OptionsOutOfRangeAreAClearError(double length, double gain) =>
        Assert.Contains(
            "length above 0",
            Assert.Throws<ClozeException>(
                () => Apply(Counts(), Config, new() { Length = length, Gain = gain })).Message);

    private static CorpusCounts Counts() => Counts(Zipf(), 300);

    private static CorpusCounts Counts(IEnumerable<string> documents, int vocabulary)
    {
        using TokenStore store = TinyCorpus.Store(documents, vocabulary: vocabulary);
        return CorpusCounts.Count(store, TinyCorpus.Pieces(vocabulary));
    }

    /// <summary>Words of falling frequency, each after a word that makes it likely.</summary>
    private static IEnumerable<string> Zipf()
    {
        var random = new KeyedRandom(4, RandomPurpose.Weights, 0, 0);
        for (int document = 0; document < 400; document++)
        {
            int[] ids = new int[40];
            ids[0] = 5 + random.NextInteger(295);
            for (int i = 1; i < ids.Length; i++)
            {
                bool follows = random.NextSingle() < 0.5;
                ids[i] = follows ? 5 + (((ids[i - 1] * 7) + random.NextInteger(3)) % 295)
                    : 5 + (int)(295 * Math.Pow(random.NextSingle(), 3));
            }

            yield return string.Join(' ', ids);
        }
    }

    private static Weights Apply(
        CorpusCounts counts,
        EncoderConfig config,
        CorpusStartOptions? options = null,
        ModelOutputs heads = ModelOutputs.MaskedLanguageModel)
    {
        var layout = new ParameterLayout(config, heads);
        float[] all = new float[layout.Length];
        CorpusStart.Apply(counts, config, layout, options ?? new CorpusStartOptions(), all);
        return new Weights(layout, all);
    }

    private static double Cosine(float[] words, int x, int y)
    {
        double Dot(int a, int b) => Enumerable.Range(0, 32).Sum(c => (double)words[(a * 64) + c] * words[(b * 64) + c]);
        return Dot(x, y) / Math.Sqrt(Dot(x, x) * Dot(y, y));
    }

    private static double Deviation(float[] values)
    {
        double mean = values.Average(value => (double)value);
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
