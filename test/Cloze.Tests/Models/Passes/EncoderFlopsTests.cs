using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

public class EncoderFlopsTests
{
    // Two layers of H 2, F 3 on sequences of 1 and 2 tokens, one masked. By hand, in multiply-adds: query, key and
    // value 3 * 2 * 2 = 12, output 2 * 2 = 4, feed-forward 2 * 2 * 3 = 12 a token: 3 * 28 = 84 in the first layer,
    // 3 * 12 + 16 = 52 in the last, where only the masked token goes on after attention. Scores and weighted sums
    // 2 * 2 a pair of tokens, 1 + 4 pairs: 20 a layer. Head: 2 * 2 + 2 * 11 = 26. Together 202, or 404 operations.
    [Fact]
    public void ForwardIsTheCountByHand() => Assert.Equal(404, EncoderFlops.Forward(Config, [0, 1, 3], 1));

    [Fact]
    public void BackwardCostsTwiceTheForwardPass() =>
        Assert.Equal(1212, EncoderFlops.TrainingStep(Config, [0, 1, 3], 1));

    private static EncoderConfig Config { get; } = new()
    {
        VocabularySize = 11,
        HiddenSize = 2,
        AttentionHeadCount = 1,
        InnerSize = 3,
        LayerCount = 2,
    };
}
