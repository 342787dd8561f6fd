using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class MaskedTokensTests
{
    private static readonly string[] s_words = ["play", "##ing", "cat", ".", "7", "##s", "dog"];

    private static readonly Tokenizer s_tokenizer = Tokenizer.Create(
        Vocabulary.Create([.. new SpecialTokens().All, .. s_words]));

    [Fact]
    public void TheyAreThoseOfTheBatchesWithTheKindsOfTheUnmaskedText()
    {
        var pieces = PieceTable.From(s_tokenizer.Vocabulary);
        int[][] texts = [.. Enumerable.Range(1, 60).Select(Text)];
        using TokenStore store = Store(texts, pieces);
        var set = new EvaluationSet(store, pieces);
        MaskedTokens tokens = MaskedTokens.Of(set, PieceKindTable.Of(s_tokenizer));

        int token = 0, sequence = 0;
        foreach (TokenBatch batch in set.Batches(set.CreateBatch(64)))
        {
            for (int i = 0, mask = 0; i < batch.SequenceCount; i++, sequence++)
            {
                for (; mask < batch.MaskedCount && batch.MaskedRows[mask] < batch.Starts[i + 1]; mask++, token++)
                {
                    int position = batch.MaskedRows[mask] - batch.Starts[i];
                    Assert.Equal(texts[sequence][position - 1], tokens.LabelOf(token));
                    Assert.Equal(KindAt(texts[sequence], position - 1), tokens.KindOf(token));
                }

                Assert.Equal(token, tokens.EndOf(sequence));
            }
        }

        Assert.Equal(token, tokens.Count);
        Assert.True(token > 60);
    }

    // By the letters of the words, not by the tables of the library.
    private static PieceKind KindAt(int[] text, int position)
    {
        string word = Word(text[position]);
        string next = position + 1 < text.Length ? Word(text[position + 1]) : "";
        return word switch
        {
            "." => PieceKind.Punctuation,
            "7" => PieceKind.Number,
            ['#', ..] => PieceKind.Continuation,
            _ => next.StartsWith('#') ? PieceKind.WordStart : PieceKind.WholeWord,
        };
    }

    private static string Word(int id) => s_tokenizer.Vocabulary[id];

    private static int[] Text(int number)
    {
        int first = new SpecialTokens().All.Count();
        return [.. Enumerable.Range(0, 1 + (number * 5 % 14)).Select(i => first + ((number + (i * i) + i) % 7))];
    }

    private static TokenStore Store(int[][] texts, PieceTable pieces) => TokenStoreBuilder.BuildInMemory(
        texts.Select((_, index) => $"{index}"),
        (text, ids) => ids.AddRange(texts[int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)]),
        pieces,
        new TokenStoreOptions { SequenceLength = 16, Threads = 1 });
}
