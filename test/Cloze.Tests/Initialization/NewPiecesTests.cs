using Cloze.Compute;
using Cloze.Initialization;
using Cloze.Models;
using Cloze.Tests.Models;
using Xunit;

namespace Cloze.Tests.Initialization;

public class NewPiecesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EmbeddingDecoderAndBiasAreTheMeansOfTheOldPieces(bool tied)
    {
        using var backend = new CpuBackend(1);
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config with { TieDecoder = tied });
        Dictionary<string, double[]> before = TinyModel.Parameters(model);
        NewPieces.Apply([(9, [1, 4]), (10, [2, 3, 5])], model);
        Dictionary<string, double[]> after = TinyModel.Parameters(model);
        string[] changed = ["bert.embeddings.word_embeddings.weight", "cls.predictions.bias"];
        if (!tied) changed = [.. changed, "cls.predictions.decoder.weight", "cls.predictions.decoder.bias"];
        foreach (string name in before.Keys)
        {
            if (!changed.Contains(name))
            {
                Assert.Equal(before[name], after[name]);
                continue;
            }

            int width = before[name].Length / 11;
            for (int i = 0; i < width; i++)
            {
                double Old(int id) => before[name][(id * width) + i];
                Assert.Equal((Old(1) + Old(4)) / 2, after[name][(9 * width) + i], 1e-6);
                Assert.Equal((Old(2) + Old(3) + Old(5)) / 3, after[name][(10 * width) + i], 1e-6);
            }

            Assert.Equal(before[name][..(9 * width)], after[name][..(9 * width)]);
        }
    }
}
