using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>Pairs are made by the original's rules, and are a function of (seed, epoch, document).</summary>
public sealed class PairMakerTests
{
    [Theory]
    [InlineData(PairRule.NextSentence, 16)]
    [InlineData(PairRule.NextSentence, 5)]
    [InlineData(PairRule.NextSentence, 128)]
    [InlineData(PairRule.SentenceOrder, 16)]
    [InlineData(PairRule.SentenceOrder, 64)]
    internal void ThePairsAreThoseOfTheOriginal(PairRule rule, int length)
    {
        string[] documents = TinySentences.Documents(60, 12, 9);
        List<List<int[]>> sentences = [.. documents.Select(TinySentences.Sentences)];
        using SentenceStore store = TinySentences.Store(documents);
        var maker = new PairMaker(store, new PairOptions { Rule = rule, SequenceLength = length });
        for (uint epoch = 0; epoch < 3; epoch++)
        {
            for (int document = 0; document < documents.Length; document++)
            {
                var expected = ReferencePairs.Make(
                    sentences, document, length, rule == PairRule.SentenceOrder, seed: 7, epoch);
                var pairs = new List<SentencePair>();
                maker.Make(document, 7, epoch, pairs);
                Assert.Equal(expected.Count, pairs.Count);
                for (int i = 0; i < pairs.Count; i++)
                {
                    Assert.Equal(expected[i].First, TinySentences.Ids(documents, pairs[i].First));
                    Assert.Equal(expected[i].Second, TinySentences.Ids(documents, pairs[i].Second));
                    Assert.Equal(expected[i].Label, pairs[i].Label);
                }
            }
        }
    }

    [Theory]
    [InlineData(PairRule.NextSentence)]
    [InlineData(PairRule.SentenceOrder)]
    internal void NoPairIsLongerThanASequenceOrLacksATokenAndKeysDiffer(PairRule rule)
    {
        List<SentencePair> pairs = Pairs(rule, TinySentences.Documents(500, 20, 30), 32);
        Every.Item(pairs, pair => Assert.InRange(pair.TokenCount, 3, 32));
        Every.Item(pairs, pair => Assert.True(pair.First.Length > 0));
        Every.Item(pairs, pair => Assert.Equal(pair.Label == SentencePair.NotAsked, pair.Second.Length == 0));
        Assert.InRange(pairs.Select(pair => pair.MaskKey).Distinct().Count(), pairs.Count - 3, pairs.Count);
    }

    [Fact]
    public void HalfOfThePairsOfLongDocumentsAreRandomAndFromElsewhere()
    {
        string[] documents = [.. TinySentences.Documents(400, 1, 4).Select((text, i) => LongDocument(i))];
        List<SentencePair> pairs = Pairs(PairRule.NextSentence, documents, 64);
        double share = pairs.Count(pair => pair.Label == 1) / (double)pairs.Count;
        Assert.InRange(pairs.Count, 3000, 20_000);

        // Above a half: a document often ends in a single sentence, and a short length aimed at may be one.
        Assert.InRange(share, 0.51, 0.58);
        Every.Item(pairs, pair => Assert.Equal(pair.Label == 1, pair.First.Document != pair.Second.Document));
    }

    [Fact]
    public void ASingleSentenceHasARandomSecondText()
    {
        string[] documents = TinySentences.Documents(100, 1, 20);
        List<SentencePair> pairs = Pairs(PairRule.NextSentence, documents, 64);
        Assert.Equal(100, pairs.Count);
        Every.Item(pairs, pair => Assert.Equal(1, pair.Label));
        Every.Item(
            Pairs(PairRule.SentenceOrder, documents, 64), pair => Assert.Equal(SentencePair.NotAsked, pair.Label));
    }

    [Fact]
    public void WhatARandomSecondTextLeftOverIsPutBack()
    {
        string[] documents = [.. Enumerable.Range(0, 50).Select(LongDocument)];
        using SentenceStore store = TinySentences.Store(documents);
        var maker = new PairMaker(store, new PairOptions { SequenceLength = 4096, ShortShare = 0 });
        for (int document = 0; document < documents.Length; document++)
        {
            var pairs = new List<SentencePair>();
            maker.Make(document, 1, 0, pairs);
            IEnumerable<TokenSpan> own = pairs.SelectMany(pair => new[] { pair.First, pair.Second })
                .Where(span => span.Document == document);
            int at = 0;
            foreach (TokenSpan span in own)
            {
                Assert.Equal(at, span.Start);
                at += span.Length;
            }

            Assert.Equal(TinySentences.Sentences(documents[document]).Sum(ids => ids.Length), at);
        }
    }

    [Fact]
    public void ATenthOfTheDocumentsAimsAtAShorterLength()
    {
        string[] documents = [.. Enumerable.Range(0, 300).Select(LongDocument)];
        using SentenceStore store = TinySentences.Store(documents);
        var maker = new PairMaker(store, new PairOptions { SequenceLength = 64 });
        int shorter = 0;
        const int epochs = 10;
        for (int i = 0; i < epochs * documents.Length; i++)
        {
            var pairs = new List<SentencePair>();
            maker.Make(i % documents.Length, 3, (uint)(i / documents.Length), pairs);
            if (pairs[0].TokenCount < 60) shorter++;
        }

        Assert.InRange(shorter / (double)(epochs * documents.Length), 0.07, 0.13);
    }

    [Fact]
    public void OneDocumentMeetsItselfAfterTenTries()
    {
        List<SentencePair> pairs = Pairs(PairRule.NextSentence, [LongDocument(1)], 16);
        Every.Item(pairs, pair => Assert.Equal(0, pair.Second.Document));
    }

    [Fact]
    public void SequencesWithoutRoomForAPairAreRefused()
    {
        using SentenceStore store = TinySentences.Store("5 6\n7");
        var error = Assert.Throws<ClozeException>(() => new PairMaker(store, new PairOptions { SequenceLength = 4 }));
        Assert.Equal("A sequence of 4 tokens has no room for a pair.", error.Message);
        Assert.Equal("Choose sequences of 5 tokens or more.", error.Hint);
    }

    /// <summary>A hundred sentences of four words.</summary>
    private static string LongDocument(int number) => string.Join(
        '\n', Enumerable.Range(0, 100).Select(i => $"{5 + number} {5 + i} {200 + number} {500 + i}"));

    private static List<SentencePair> Pairs(PairRule rule, string[] documents, int length)
    {
        using SentenceStore store = TinySentences.Store(documents);
        var maker = new PairMaker(store, new PairOptions { Rule = rule, SequenceLength = length });
        var pairs = new List<SentencePair>();
        for (int document = 0; document < documents.Length; document++) maker.Make(document, 2, 0, pairs);
        return pairs;
    }
}
