using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

public sealed class WordTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void CountsAreExactAndInOrderWhereverTheyAreKept(int limit)
    {
        var expected = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var random = new KeyedRandom(1, RandomPurpose.Order, 0, 0);
        using var table = new WordTable(limit);
        for (int round = 0; round < 20; round++)
        {
            var counts = new Dictionary<string, long>();
            for (int i = 0; i < 10; i++)
            {
                // Lone surrogates and an empty word must keep their places too.
                string[] odd = ["\uD800", "😀", "\uFFFD"];
                int draw = random.NextInteger(8);
                string word = draw < odd.Length ? odd[draw] : new string('a', draw - odd.Length);
                counts[word] = counts.GetValueOrDefault(word) + (1L << random.NextInteger(40));
            }

            table.Add(counts);
            foreach ((string word, long count) in counts) expected[word] = expected.GetValueOrDefault(word) + count;
        }

        Assert.Equal(expected.Select(entry => new WordCount(entry.Key, entry.Value)), table.Words());
    }

    [Fact]
    public void TemporaryFilesAreDeleted()
    {
        WordRun run = WordRun.Write([new WordCount("word", 3)]);
        Assert.True(File.Exists(run.Path));
        Assert.Equal([new WordCount("word", 3)], run.Read());
        run.Dispose();
        Assert.False(File.Exists(run.Path));
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsAClearError()
    {
        string missing = Path.Combine(Path.GetTempPath(), "cloze-none", "deeper");
        var error = Assert.Throws<ClozeException>(() => WordRun.Write([new WordCount("word", 3)], missing));
        Assert.StartsWith($"Cannot write word counts to {missing}", error.Message);
        Assert.Contains("TMPDIR", error.Hint);
    }
}
