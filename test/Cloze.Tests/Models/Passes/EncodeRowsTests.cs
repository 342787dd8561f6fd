using Cloze.Compute;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>A last layer that is computed for some rows gives them to the last bit.</summary>
public class EncodeRowsTests
{
    [Theory]
    [InlineData(1, 64)]
    [InlineData(2, 64)]
    [InlineData(3, 48)]
    public void SomeRowsAreThoseOfTheWholeLayer(int layers, int width)
    {
        var config = new EncoderConfig
        {
            VocabularySize = 50,
            HiddenSize = width,
            LayerCount = layers,
            AttentionHeadCount = 4,
            InnerSize = 4 * width,
            MaximumPositions = 40,
            InitializerRange = 0.3f,
        };
        using var backend = new CpuBackend(2);
        using var model = new EncoderModel(backend, config, ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(7);
        var batch = new TokenBatch(100, 9, 0);
        for (int length = 1; length <= 9; length++)
        {
            batch.Add([.. Enumerable.Range(length, length)], [], [], []);
        }

        int[][] choices = [[0], [44], [3, 9, 10, 11, 40], [.. Enumerable.Range(0, 45)], [5, 5]];
        using var inference = new EncoderInference(model, 100, 9);
        inference.Encode(batch);
        float[] all = new float[45 * width];
        backend.Download(inference.Hidden, all);
        Every.Item(choices, rows =>
        {
            inference.EncodeRows(batch, rows);
            float[] some = new float[rows.Length * width];
            backend.Download(inference.Hidden.RowRange(0, rows.Length), some);
            Assert.Equal(rows.SelectMany(row => all.AsSpan(row * width, width).ToArray()), some);
        });
    }
}
