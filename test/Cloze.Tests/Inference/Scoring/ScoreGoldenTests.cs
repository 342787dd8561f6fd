using System.Text.Json;
using Cloze.Inference;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>Scores and embeddings that Hugging Face's library gave in float64, of a model trained elsewhere.</summary>
public class ScoreGoldenTests
{
    private const double Tolerance = 1e-5;

    // Of a log-probability of -19, single precision keeps six digits.
    private const double Relative = 1e-6;

    [Fact]
    public void EveryScoreIsThatOfTheMaskedModel()
    {
        string[] lines = Lines();
        using MaskedLanguageModel model = Load();
        double largest = 0;
        foreach (string line in lines)
        {
            using JsonDocument golden = JsonDocument.Parse(line);
            JsonElement root = golden.RootElement;
            string text = root.GetProperty("text").GetString()!;
            TextScore plain = model.Score(text);
            largest = Math.Max(largest, Compare(root.GetProperty("log_probabilities"), plain));
            TextScore within = model.Score(text, new ScoreOptions { WithinWord = true });
            largest = Math.Max(largest, Compare(root.GetProperty("log_probabilities_within_word"), within));
            double sum = root.GetProperty("pseudo_log_likelihood").GetDouble();
            Assert.Equal(sum, plain.LogProbability, Tolerance * plain.Tokens.Count);
            double perplexity = root.GetProperty("pseudo_perplexity").GetDouble();
            Assert.Equal(1, plain.PseudoPerplexity / perplexity, Tolerance);
            Assert.Equal(sum, plain.Words.Sum(word => word.LogProbability), Tolerance * plain.Tokens.Count);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{lines.Length} texts, largest difference of a log-probability {largest:E1}, tolerance {Tolerance:E1}");
    }

    [Fact]
    public void EveryEmbeddingIsThatOfTheEncoder()
    {
        using MaskedLanguageModel model = Load();
        using var encoder = TextEncoder.Load(SharedFiles.Require("golden/fill-mask/model"));
        double largest = 0;
        foreach (string line in Lines())
        {
            using JsonDocument golden = JsonDocument.Parse(line);
            JsonElement root = golden.RootElement;
            string text = root.GetProperty("text").GetString()!;
            foreach ((string field, Pooling pooling) in
                new[] { ("embedding_mean", Pooling.Mean), ("embedding_cls", Pooling.Cls) })
            {
                var options = new EmbedOptions { Pooling = pooling };
                TextEmbedding embedding = model.Embed(text, options);
                largest = Math.Max(largest, Compare(root.GetProperty(field), embedding));
                Assert.Equal(embedding.Values.ToArray(), encoder.Embed(text, options).Values.ToArray());
                Assert.Equal(root.GetProperty("input_ids").GetArrayLength(), embedding.TokenCount);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"largest difference of a value {largest:E1}, tolerance {Tolerance:E1}");
    }

    private static string[] Lines() => File.ReadAllLines(SharedFiles.Require("golden/fill-mask/score.jsonl"));

    private static MaskedLanguageModel Load() =>
        MaskedLanguageModel.Load(SharedFiles.Require("golden/fill-mask/model"));

    private static double Compare(JsonElement expected, TextScore score)
    {
        Assert.Equal(expected.GetArrayLength(), score.Tokens.Count);
        double largest = 0;
        for (int i = 0; i < score.Tokens.Count; i++)
        {
            double value = expected[i].GetDouble();
            Assert.Equal(value, score.Tokens[i].LogProbability, Math.Max(Tolerance, -Relative * value));
            largest = Math.Max(largest, Math.Abs(value - score.Tokens[i].LogProbability));
        }

        return largest;
    }

    private static double Compare(JsonElement expected, TextEmbedding embedding)
    {
        ReadOnlySpan<float> values = embedding.Values.Span;
        Assert.Equal(expected.GetArrayLength(), values.Length);
        double largest = 0;
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(expected[i].GetDouble(), values[i], Tolerance);
            largest = Math.Max(largest, Math.Abs(expected[i].GetDouble() - values[i]));
        }

        return largest;
    }
}
