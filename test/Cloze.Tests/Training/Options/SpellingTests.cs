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
}
