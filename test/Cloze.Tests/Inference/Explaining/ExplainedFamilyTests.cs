using Cloze.Inference;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Tests.Models;
using Cloze.Tests.Reference;
using Cloze.Tests.Training;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>The names of vectors say what was computed, in families that do it otherwise than BERT.</summary>
public sealed class ExplainedFamilyTests
{
    private const int Row = 3;

    [Theory]
    [InlineData("roberta", 1)]
    [InlineData("roberta", 3)]
    [InlineData("bert", 0)]
    public void ThePositionIsTheRowOfTheTableThatIsRead(string family, int first)
    {
        int padding = Math.Max(0, first - 1);
        using var run = new TinyRun(config => FamilyModels.Of(family, config with { PaddingId = padding }));
        Explanation explanation = Explain(run.Start);
        Assert.Equal(first, explanation.Layout.FirstPosition);
        ExplainedVector position = explanation.Embeddings[1];
        Assert.Equal($"position[{first + Row}]", position.Name);
        using var backend = new ReferenceBackend();
        using EncoderModel model =
            EncoderModel.Load(run.Start, backend, ModelOutputs.MaskedLanguageModel, out LoadReport report);
        Assert.True(report.IsExact);
        int width = model.Config.HiddenSize;
        float[] table = new float[(first + model.Config.MaximumPositions) * width];
        backend.Download(model[$"{family}.embeddings.position_embeddings.weight"], table);
        Assert.Equal(table.AsSpan((first + Row) * width, width).ToArray(), position.First);
    }

    [Theory]
    [InlineData("bert", "layer 1", "layer 2")]
    [InlineData("modernbert", "layer 1", "LayerNorm(layer 2)")]
    public void TheLastLayerIsNamedAfterTheFinalNorm(string family, params string[] names)
    {
        using var run = new TinyRun(config => FamilyModels.Of(family, config with { LayerCount = 2 }));
        Assert.Equal(names, Explain(run.Start).Layers.Select(vector => vector.Name));
    }

    private static Explanation Explain(string folder)
    {
        using var model = MaskedLanguageModel.Load(folder, threads: 1);
        Encoding encoding = model.Encode("the cat sees a tree", null, out _);
        MaskPlan[] masks = [new MaskPlan(2, MaskKind.Mask, model.Tokenizer.Vocabulary.MaskId)];
        return model.Explain(encoding, masks, new ExplainOptions { Row = Row, Values = 100 });
    }
}
