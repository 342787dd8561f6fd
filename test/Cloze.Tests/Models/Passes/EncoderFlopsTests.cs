using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

public class EncoderFlopsTests
{
    // One layer of H 2, F 3 on sequences of 1 and 2 tokens. By hand, in multiply-adds: query, key, value and output
    // 4 * 2 * 2 = 16, feed-forward 2 * 2 * 3 = 12, so 28 a token, 84 in all. Scores and weighted sums 2 * 2 a pair of
    // tokens, 1 + 4 pairs: 20. Head of one masked row: 2 * 2 + 2 * 11 = 26. Together 130, or 260 operations.
    [Fact]
    public void ForwardIsTheCountByHand() => Assert.Equal(260, EncoderFlops.Forward(Config, [0, 1, 3], 1));

    [Fact]
    public void BackwardCostsTwiceTheForwardPass() =>
        Assert.Equal(780, EncoderFlops.TrainingStep(Config, [0, 1, 3], 1));

    private static EncoderConfig Config { get; } = new()
    {
        VocabularySize = 11,
        HiddenSize = 2,
        AttentionHeadCount = 1,
        InnerSize = 3,
        LayerCount = 1,
    };
}
