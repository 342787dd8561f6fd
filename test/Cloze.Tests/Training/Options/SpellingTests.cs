using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("--minuts", "--minutes")]
    [InlineData("--stpes", "--steps")]
    [InlineData("--seed", "--seed")]
    [InlineData("--colour", null)]
    [InlineData("--x", null)]
    public void The_nearest_name_is_given_where_it_is_near(string name, string? expected) =>
        Assert.Equal(expected, Spelling.Nearest(name, ["--minutes", "--steps", "--seed", "--data"]));

    [Theory]
    [InlineData("lr", "learning_rate")]
    [InlineData("--lr", "--learning-rate")]
    [InlineData("LR", "learning_rate")]
    [InlineData("--max_grad_norm", "--clip")]
    [InlineData("output_dir", "output")]
    public void What_other_trainers_call_it_is_known(string name, string expected) => Assert.Equal(
        expected,
        Spelling.Nearest(
            name,
            name.StartsWith('-')
                ? ["--steps", "--learning-rate", "--clip", "--out"]
                : ["from", "learning_rate", "clip_norm", "output"]));

    [Fact]
    public void Another_trainers_name_stands_for_nothing_that_a_verb_lacks() =>
        Assert.Null(Spelling.Nearest("--lr", ["--json", "--threads"]));
}
