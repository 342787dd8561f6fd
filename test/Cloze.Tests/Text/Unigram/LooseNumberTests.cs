using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>
/// Scores are read as Hugging Face's library reads them. The ids are what npm <c>tokenizers</c> 0.23.2 answers; with
/// the nearest doubles all but the first are others.
/// </summary>
public sealed class LooseNumberTests : IDisposable
{
    private const string Definition = """
        {"version":"1.0","truncation":null,"padding":null,"normalizer":null,
        "added_tokens":[{"id":6,"content":"<s>","special":true},{"id":7,"content":"<pad>","special":true},
        {"id":8,"content":"</s>","special":true},{"id":9,"content":"<mask>","special":true}],
        "pre_tokenizer":{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always","split":true},
        "post_processor":null,"decoder":null,"model":{"type":"Unigram","unk_id":0,"byte_fallback":false,
        "vocab":[["<unk>",0],["\u2581",-3.574540138244629],["-",-5.351119041442871],["--",-7.4108381271362305],
        ["----",-11.37932300567627],["------------",-12.324803352355957]]}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(28, "1,4,5,5")]
    [InlineData(52, "1,5,5,5,4,5")]
    [InlineData(100, "1,5,5,5,4,5,5,5,5,5")]
    [InlineData(101, "1,5,5,5,2,4,5,5,5,5,5")]
    [InlineData(103, "1,5,5,5,2,3,5,4,5,5,5,5")]
    [InlineData(200, "1,5,5,5,4,4,5,5,5,5,5,5,5,5,5,5,5,5,5")]
    public void DashesArePartedAsByTheLibrary(int count, string expected)
    {
        _folder.Write("tokenizer.json", Definition);
        var tokenizer = Tokenizer.Load(_folder.Path);
        Assert.Equal(expected, string.Join(',', tokenizer.Encode(new string('-', count)).InputIds));
        tokenizer.Save(_folder.File("saved"));
        var saved = Tokenizer.Load(_folder.File("saved"));
        Assert.Equal(expected, string.Join(',', saved.Encode(new string('-', count)).InputIds));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(-12)]
    [InlineData(9007199254740991)]
    [InlineData(-1.2345678e22)]
    [InlineData(-1e-22)]
    [InlineData(1e300)]
    public void NumbersThatOneRoundingGivesStay(double number) =>
        Assert.Equal(number, LooseNumber.Of(number));

    [Fact]
    public void NumbersOfManyDigitsAreAtMostAFewUnitsBeside()
    {
        int others = 0;
        for (int index = 1; index <= 2_000; index++)
        {
            double number = -Math.Sqrt(index) * 2.5, read = LooseNumber.Of(number);
            if (read == number) continue;
            others++;
            Assert.InRange(Math.Abs(read - number), 0, 2 * (Math.BitIncrement(-number) + number));
        }

        Assert.InRange(others, 100, 1_000);
    }

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(-double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(-2.2250738585072014E-308)]
    public void TheEndsOfTheRangeAreRead(double number) =>
        Assert.InRange(LooseNumber.Of(number) / number, 0.5, 2.0);
}
