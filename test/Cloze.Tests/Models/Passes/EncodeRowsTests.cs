using Cloze.Compute;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>
/// A last layer that is computed for some rows, and a first one whose tokens repeat, give the whole layers' rows to the
/// last bit.
/// </summary>
public class EncodeRowsTests
{
    private const int Tokens = 100, Sequences = 9;

    [Theory]
    [InlineData(1, 64)]
    [InlineData(2, 64)]
    [InlineData(3, 48)]
    public void SomeRowsAreThoseOfTheWholeLayer(int layers, int width)
    {
        var batch = new TokenBatch(Tokens, Sequences, 0);
        for (int length = 1; length <= 9; length++)
        {
            batch.Add([.. Enumerable.Range(length, length)], [], [], []);
        }

        int[][] choices = [[0], [44], [3, 9, 10, 11, 40], [.. Enumerable.Range(0, 45)], [5, 5], [44, 3, 7]];
        Check(Config(layers, width), batch, choices);
        Check(FamilyModels.Of("modernbert", Config(layers, width)), batch, choices);
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(2, 64)]
    [InlineData(3, 48)]
    public void CopiesOfATextShareTheFirstLayersQueriesKeysAndValues(int layers, int width)
    {
        var batch = new TokenBatch(Tokens, Sequences, 0);
        int[] text = [1, 11, 12, 13, 14, 15, 16, 17, 18, 2];
        for (int copy = 0; copy < Sequences; copy++)
        {
            int[] masked = [.. text];
            masked[1 + (copy % 3)] = 4;
            batch.Add(masked, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [], []);
        }

        Assert.True(new DistinctTokens(Tokens).Find(batch));
        int[][] choices = [[1, 12, 23, 31, 42, 53, 61, 72, 83], [89], [.. Enumerable.Range(0, 90)]];
        Check(Config(layers, width), batch, choices);
        Check(FamilyModels.Of("modernbert", Config(layers, width)), batch, choices);
    }

    private static void Check(EncoderConfig config, TokenBatch batch, int[][] choices)
    {
        int width = config.HiddenSize;
        using var backend = new CpuBackend(2);
        using var model = new EncoderModel(backend, config, ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(7);
        using var inference = new EncoderInference(model, Tokens, Sequences);
        inference.Encode(batch);
        float[] all = new float[batch.TokenCount * width];
        backend.Download(inference.Hidden, all);
        Every.Item(choices, rows =>
        {
            inference.EncodeRows(batch, rows);
            float[] some = new float[rows.Length * width];
            backend.Download(inference.Hidden.RowRange(0, rows.Length), some);
            Assert.Equal(rows.SelectMany(row => all.AsSpan(row * width, width).ToArray()), some);
        });
    }

    private static EncoderConfig Config(int layers, int width) => new()
    {
        VocabularySize = 50,
        HiddenSize = width,
        LayerCount = layers,
        AttentionHeadCount = 4,
        InnerSize = 4 * width,
        MaximumPositions = 40,
        InitializerRange = 0.3f,
    };
}
