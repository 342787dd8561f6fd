using Cloze.Compute;
using Cloze.Inference;
using Cloze.Models;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Inference;

public sealed class ExplainedLayoutTests
{
    private static readonly Tokenizer s_tokenizer =
        Tokenizer.Create(Vocabulary.Create(["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "a"]));

    private static readonly EncoderConfig s_config =
        new() { VocabularySize = 6, LayerCount = 3, MaximumPositions = 64 };

    [Fact]
    public void BertNormsSumsAndSeesAll()
    {
        ExplainedLayout layout = ExplainedLayout.Of(s_config with { Activation = Activation.Relu }, s_tokenizer);

        Assert.Equal("WordPiece", layout.PieceModel);
        Assert.False(layout.NormsFirst);
        Assert.Equal([null, null, null], layout.Windows);
        Assert.Equal(("relu", "relu"), (layout.Activation, layout.HeadActivation));
    }

    [Fact]
    public void TheLayoutOfTodayNormsFirstAndSeesNeighboursByTurns()
    {
        ExplainedLayout layout = ExplainedLayout.Of(ModelFamilies.Modern(s_config), s_tokenizer);

        Assert.True(layout.NormsFirst);
        Assert.Equal([null, 32, null], layout.Windows);
    }
}
