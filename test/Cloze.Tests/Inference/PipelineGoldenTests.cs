using System.Text.Json;
using Cloze.Inference;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>The answers of Hugging Face's fill-mask pipeline, in float64, on a model trained elsewhere.</summary>
public class PipelineGoldenTests
{
    private const double Tolerance = 1e-5;
    private const double Tie = 1e-6;

    [Fact]
    public void EveryAnswerIsThePipelines()
    {
        string[] lines = File.ReadAllLines(SharedFiles.Require("golden/fill-mask/pipeline.jsonl"));
        using MaskedLanguageModel model = MaskedLanguageModel.Load(SharedFiles.Require("golden/fill-mask/model"));
        Assert.Empty(model.Report.Missing);
        Assert.Equal(91, lines.Length);
        double largest = 0;
        foreach (string line in lines)
        {
            using JsonDocument golden = JsonDocument.Parse(line);
            largest = Math.Max(largest, Compare(model, golden.RootElement));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{lines.Length} answers, largest difference of a score {largest:E1}, tolerance {Tolerance:E1}");
    }

    private static double Compare(MaskedLanguageModel model, JsonElement golden)
    {
        string text = golden.GetProperty("text").GetString()!;
        JsonElement output = golden.GetProperty("output");
        JsonElement[] masks = output[0].ValueKind == JsonValueKind.Array ? [.. output.EnumerateArray()] : [output];
        FillResult result = model.FillMasks(text, options: Options(golden.GetProperty("parameters"), masks[0]));
        Assert.Equal(masks.Length, result.Masks.Count);
        double largest = 0;
        for (int mask = 0; mask < masks.Length; mask++)
        {
            JsonElement[] expected = [.. masks[mask].EnumerateArray()];
            Assert.Equal(expected.Length, result.Masks[mask].Count);
            for (int i = 0; i < expected.Length; i++)
            {
                largest = Math.Max(largest, CompareOne(text, expected, i, result.Masks[mask]));
            }
        }

        return largest;
    }

    private static FillOptions Options(JsonElement parameters, JsonElement first) =>
        parameters.TryGetProperty("targets", out JsonElement targets)
            ? new FillOptions
            {
                TopK = first.GetArrayLength(),
                Targets = [.. Expected(targets, first)],
            }
            : new FillOptions { TopK = parameters.GetProperty("top_k").GetInt32() };

    // The pipeline silently takes the first piece of a target of several; what it took stands in its answer.
    private static IEnumerable<string> Expected(JsonElement targets, JsonElement answers) =>
        answers.EnumerateArray().Select(answer => answer.GetProperty("token_str").GetString()!)
            .Concat(targets.EnumerateArray().Select(target => target.GetString()!).Where(target =>
                answers.EnumerateArray().Any(answer => answer.GetProperty("token_str").GetString() == target)))
            .Distinct();

    private static double CompareOne(
        string text, JsonElement[] expected, int index, IReadOnlyList<Prediction> predictions)
    {
        double score = expected[index].GetProperty("score").GetDouble();
        Prediction actual = predictions[index];
        Assert.Equal(score, actual.Probability, Tolerance);
        if (!IsTied(expected, index))
        {
            Assert.Equal((text, expected[index].GetProperty("token").GetInt32()), (text, actual.TokenId));
            Assert.Equal(expected[index].GetProperty("token_str").GetString(), actual.Token);
            Assert.Equal(expected[index].GetProperty("sequence").GetString(), actual.Sequence);
        }

        return Math.Abs(score - actual.Probability);
    }

    private static bool IsTied(JsonElement[] expected, int index)
    {
        double Score(int at) => expected[at].GetProperty("score").GetDouble();
        return (index > 0 && Math.Abs(Score(index) - Score(index - 1)) < Tie)
            || (index + 1 < expected.Length && Math.Abs(Score(index) - Score(index + 1)) < Tie);
    }
}
