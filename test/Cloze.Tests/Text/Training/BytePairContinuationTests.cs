using System.Text.RegularExpressions;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>Byte pairs that go on learning from where they are.</summary>
[Trait("Slow", "Emulated")]
public sealed class BytePairContinuationTests
{
    private const int Fewest = 3;

    private static readonly string[] s_parts =
    [
        "re", "nal", " cyst", " tum", "our", "s", ", ", "'s", " 12", "0", "é", " 日本", "語", "\n", "  ", " the", "-",
    ];

    public static TheoryData<string> Kinds => ["roberta", "modernbert"];

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(500)]
    public void ItLearnsWhatCountingAnewForEachMergeLearns(int count)
    {
        Tokenizer before = BytePairTokenizers.LikeRoberta(Texts(stream: 1).Take(30), 290);
        string[] texts = [.. Texts(stream: 2).Take(60)];
        var naive = new NaivePairs(before.Vocabulary.Pieces, Merges(before));
        naive.Learn(WordsOf(texts), count, Fewest);

        Tokenizer after = Continue(before, texts, count);

        Assert.InRange(naive.Merges.Count - Merges(before).Count, 1, count < 500 ? count : 499);
        Assert.Equal(naive.Merges, Merges(after));
        Assert.Equal(naive.Pieces, after.Vocabulary.Pieces);
        string[] expected = [.. WordsOf(texts).Keys.Order(StringComparer.Ordinal).SelectMany(naive.Cut)];
        var spelling = new PieceSpelling(after.Definition);
        Assert.Equal(expected, WordsOf(texts).Keys.Order(StringComparer.Ordinal)
            .SelectMany(spelling.Ids).Select(id => after.Vocabulary[id]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ANewPieceStandsWhereItsOldOnesStoodAndNowhereElse(string kind)
    {
        Tokenizer before = Learned(kind), after = Continue(before, MixedText.Samples(300), 200);
        Dictionary<int, int[]> gained = VocabularyExtension.Gained(before, after.Vocabulary)
            .ToDictionary(piece => piece.Id, piece => piece.Before);
        Assert.Equal(Enumerable.Range(before.Vocabulary.Count, after.Vocabulary.Count - before.Vocabulary.Count),
            gained.Keys.Order());
        Assert.True(gained.Count > 50);
        int shorter = 0;
        foreach (string text in MixedText.Samples(900).Append("the <mask> cat[MASK]   the"))
        {
            List<int> old = before.Ids(text), now = after.Ids(text);
            Assert.Equal(old, now.SelectMany(id => gained.GetValueOrDefault(id) ?? [id]));
            if (now.Count < old.Count) shorter++;
        }

        Assert.True(shorter > 100);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OrderAndThreadsChangeNothing(string kind)
    {
        Tokenizer before = Learned(kind);
        string[] texts = [.. MixedText.Samples(400)];
        Tokenizer expected = Continue(before, texts, 60);
        for (int threads = 2; threads <= 4; threads++)
        {
            Tokenizer found = Continue(before, texts.Reverse(), 60, threads);
            Assert.Equal(expected.Vocabulary.Pieces, found.Vocabulary.Pieces);
            Assert.Equal(Merges(expected), Merges(found));
        }
    }

    [Fact]
    public void EveryIdStaysAndTokensAddedBehindThePiecesKeepTheirs()
    {
        Tokenizer before = Learned("modernbert"), after = Continue(before, MixedText.Samples(200), 40);
        Assert.Equal(before.Vocabulary.Pieces, after.Vocabulary.Pieces.Take(before.Vocabulary.Count));
        Assert.Equal(before.Vocabulary.Count + 40, after.Vocabulary.Count);
        Assert.Equal(before.Vocabulary.Count - 1, after.Vocabulary.MaskId);
        Assert.Equal(before.Definition.AddedTokens, after.Definition.AddedTokens);
        Assert.Equal(Merges(before), Merges(after).Take(Merges(before).Count));
        Assert.Equal(Merges(before).Count + 40, Merges(after).Count);
        Assert.True(after.Vocabulary.IsSpecial(after.Vocabulary.MaskId));
        Assert.False(after.Vocabulary.IsSpecial(before.Vocabulary.Count));
    }

    [Fact]
    public void AskedForNothingMoreItIsTheSame()
    {
        Tokenizer before = Learned("roberta"), after = Continue(before, MixedText.Samples(50), 0);
        Assert.Equal(before.Vocabulary.Pieces, after.Vocabulary.Pieces);
        foreach (string text in MixedText.Samples(200)) Assert.Equal(before.Ids(text), after.Ids(text));
    }

    [Fact]
    public void TwoPiecesWhoseWholeIsAPieceStayApart()
    {
        // "abc" is cut as a bc: that merge is the first. Its piece comes of ab c, which never stand there.
        Tokenizer before = BytePairTokenizers.Of("b c", "a b", "ab c");
        Tokenizer after = Continue(before, ["abc\nabc\nabc\nabcd\nabcd\nabcd"], 9);
        Assert.Equal([("bc", "d"), ("a", "bcd")], Merges(after).Skip(3));
        Assert.Equal(["a", "bc", "\u010A", "abcd"], after.Pieces("abc\nabcd"));
    }

    [Fact]
    public void NoPieceIsLearnedThatIsTheTextOfAnAddedToken()
    {
        // The underscore touches the token, so that it is none there.
        string[] texts = [.. Enumerable.Repeat("zqzq_", 20)];
        Tokenizer before = BytePairTokenizers.LikeModernBert(MixedText.Samples(60), 300, "zqzq");
        Tokenizer after = Continue(before, texts, 9);
        Assert.Equal(["zq"], after.Vocabulary.Pieces.Skip(before.Vocabulary.Count));
        Assert.Equal(["zq", "zq", "_"], after.Pieces("zqzq_"));
        Assert.Equal([before.Vocabulary.Count - 1], after.Ids("zqzq"));
    }

    [Fact]
    public void LongWordsAndAddedTokensCountForNothing()
    {
        Tokenizer before = BytePairTokenizers.Of();
        string[] texts = [new string('q', 101), new string('q', 101) + "<mask><mask><mask><mask> zz zz zz"];
        Assert.Equal(["zz", "\u0120zz"], Continue(before, texts, 9).Vocabulary.Pieces.Skip(before.Vocabulary.Count));
        Assert.Contains("qq", Continue(before, [new string('q', 100)], 9).Vocabulary.Pieces);
    }

    private static Tokenizer Learned(string kind) => kind == "roberta"
        ? BytePairTokenizers.LikeRoberta(MixedText.Samples(60), 300)
        : BytePairTokenizers.LikeModernBert(MixedText.Samples(60), 300);

    private static Tokenizer Continue(Tokenizer before, IEnumerable<string> texts, int count, int threads = 1) =>
        BytePairTrainer.Continue(before, texts, new BytePairTrainerOptions
        {
            VocabularySize = before.Vocabulary.Count + count,
            MinimumFrequency = Fewest,
            Threads = threads,
        });

    private static IEnumerable<string> Texts(ulong stream)
    {
        for (ulong text = 0; ; text++)
        {
            var random = new KeyedRandom(stream, RandomPurpose.Weights, 0, text);
            string made = "";
            for (int i = 0; i < 12; i++) made += s_parts[random.NextInteger(s_parts.Length)];
            yield return made;
        }
    }

    // GPT-2's expression as it was published.
    private static Dictionary<string, long> WordsOf(IEnumerable<string> texts) => texts
        .SelectMany(text => Regex.Matches(
            text, @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"))
        .Select(match => string.Concat(
            System.Text.Encoding.UTF8.GetBytes(match.Value).Select(ByteAlphabet.Of)))
        .GroupBy(word => word).ToDictionary(group => group.Key, group => group.LongCount());

    private static IReadOnlyList<(string Left, string Right)> Merges(Tokenizer tokenizer) =>
        ((BytePairDefinition)tokenizer.Definition.Model).Merges;
}
