using System.Reflection;
using Cloze.Cli.Rendering;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>What is known of an encoding is made once, however often it is asked for.</summary>
public sealed class EncodingTests
{
    private const int Tokens = 2_000;

    private static readonly Tokenizer s_tokenizer =
        Tokenizer.Create(Vocabulary.Create([.. new SpecialTokens().All, "a", "b"]));

    public static TheoryData<string> Properties =>
        [.. typeof(Encoding).GetProperties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Properties))]
    public void APropertyIsTheSameEachTime(string name)
    {
        PropertyInfo property = typeof(Encoding).GetProperty(name)!;
        Encoding encoding = s_tokenizer.Encode("a b", "b");

        // Immutable arrays are equal where they are the same.
        Assert.True(property.GetValue(encoding)!.Equals(property.GetValue(encoding)), $"{name} is made anew.");
    }

    [Fact]
    public void PlacesInCodePointsTakeMemoryInProportionToTheText()
    {
        string text = string.Concat(Enumerable.Repeat("a ", Tokens));
        Encoding encoding = s_tokenizer.Encode(text);
        long taken = SteadyAllocation.Of(() => Offsets.Of(encoding, text, "b", Offsets.CodePoints));
        Assert.InRange(taken, Tokens, 64 * Tokens);
    }
}
