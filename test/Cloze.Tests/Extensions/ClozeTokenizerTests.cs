using System.Buffers;
using Cloze.Extensions;
using Cloze.Tests.Text;
using Cloze.Text;
using Microsoft.ML.Tokenizers;
using Xunit;

namespace Cloze.Tests.Extensions;

/// <summary>
/// Cloze's tokenizer behaves as a Microsoft.ML.Tokenizers tokenizer and gives Cloze's own ids and offsets.
/// </summary>
public class ClozeTokenizerTests
{
    private const int Samples = 2_000;

    private static readonly string[] s_pieces =
    [
        .. new SpecialTokens().All, "the", "cat", "##s", "un", "##aff", "##able", "hello", ".", ",", "'", "don", "t",
        "e", "a", "b", "c", "##b", "##c", "日", "本", "1", "##9", "##ᅡ", "ᄒ", "##ᆫ", "한", "[", "]", "😀",
    ];

    private static readonly Cloze.Text.Tokenizer s_own = Cloze.Text.Tokenizer.Create(Vocabulary.Create(s_pieces));
    private readonly ClozeTokenizer _tokenizer = new(s_own);

    public static TheoryData<string> Vocabularies => ["small", "uncased", "cased", "multilingual"];

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void IdsAndOffsetsAreClozesOwn(string name)
    {
        Cloze.Text.Tokenizer own = name == "small" ? s_own : GoldenVocabularies.Tokenizer(name);
        var tokenizer = new ClozeTokenizer(own);
        Every.Item(MixedText.Samples(Samples), text =>
        {
            Encoding expected = own.Encode(text, options: new EncodingOptions { AddSpecialTokens = false });
            IReadOnlyList<EncodedToken> tokens = tokenizer.EncodeToTokens(text, out string? normalized);
            Assert.Null(normalized);
            Assert.Equal(expected.InputIds, tokens.Select(token => token.Id));
            Assert.Equal(expected.Offsets, tokens.Select(token => new TextSpan(
                token.Offset.Start.Value, token.Offset.End.Value)));
            Assert.Equal(expected.InputIds.Select(id => own.Vocabulary[id]), tokens.Select(token => token.Value));
            Assert.Equal(expected.InputIds, tokenizer.EncodeToIds(text));
            Assert.Equal(expected.InputIds.Length, tokenizer.CountTokens(text));
            Assert.Equal(own.Decode(expected.InputIds.AsSpan(), false), tokenizer.Decode(expected.InputIds));
        });
    }

    [Fact]
    public void SpansOfCharactersAreTextsToo() =>
        Every.Item(MixedText.Samples(200), text =>
        {
            ReadOnlySpan<char> span = $"{text}x".AsSpan(0, text.Length);
            Assert.Equal(_tokenizer.EncodeToIds(text), _tokenizer.EncodeToIds(span));
            Assert.Equal(_tokenizer.EncodeToTokens(text, out _), _tokenizer.EncodeToTokens(span, out _));
            Assert.Equal(_tokenizer.CountTokens(text), _tokenizer.CountTokens(span));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void APartOfATextHasTheTokensItWasCutFor(bool fromEnd) =>
        Every.Item(MixedText.Samples(500), text =>
        {
            IReadOnlyList<EncodedToken> all = _tokenizer.EncodeToTokens(text, out _);
            for (int most = 1; most <= Math.Min(all.Count + 1, 12); most++)
            {
                int index = fromEnd
                    ? _tokenizer.GetIndexByTokenCountFromEnd(text, most, out string? normalized, out int count)
                    : _tokenizer.GetIndexByTokenCount(text, most, out normalized, out count);
                Assert.Null(normalized);
                Assert.InRange(count, 0, most);
                IEnumerable<EncodedToken> kept = fromEnd ? all.TakeLast(count) : all.Take(count);
                IEnumerable<EncodedToken> left = fromEnd ? all.SkipLast(count) : all.Skip(count);
                Assert.All(kept, token => Assert.True(IsWithin(token, index, fromEnd)));
                Assert.All(left, token => Assert.True(IsWithin(token, index, !fromEnd)));
                if (most >= all.Count) Assert.Equal(fromEnd ? 0 : text.Length, index);
            }
        });

    [Fact]
    public void ACutNeverFallsInsideACharacter()
    {
        // NFD takes the syllable apart: its three letters are three tokens of one character.
        Assert.Equal(["cat", "ᄒ", "##ᅡ", "##ᆫ"], Values("cat 한"));
        Assert.Equal(3, _tokenizer.GetIndexByTokenCount("cat 한", 2, out _, out int count));
        Assert.Equal(1, count);
        Assert.Equal(5, _tokenizer.GetIndexByTokenCountFromEnd("cat 한", 2, out _, out count));
        Assert.Equal(0, count);
    }

    [Fact]
    public void IdsCanBeLimited()
    {
        IReadOnlyList<int> ids = _tokenizer.EncodeToIds("the cats, hello", 3, out string? normalized, out int consumed);
        Assert.Null(normalized);
        Assert.Equal(["the", "cat", "##s"], ids.Select(id => s_own.Vocabulary[id]));
        Assert.Equal("the cats".Length, consumed);
        _tokenizer.EncodeToIds("the cats, hello  ", 30, out _, out consumed);
        Assert.Equal("the cats, hello  ".Length, consumed);
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.EncodeToIds("the", 0, out _, out _));
    }

    [Fact]
    public void WhatTheTokenizerCannotLeaveOutIsRefused()
    {
        Assert.Throws<NotSupportedException>(() => _tokenizer.EncodeToIds("the", considerNormalization: false));
        Assert.Throws<NotSupportedException>(() => _tokenizer.CountTokens("the", considerPreTokenization: false));
    }

    [Theory]
    [InlineData(0, 0, "", OperationStatus.DestinationTooSmall)]
    [InlineData(2, 0, "", OperationStatus.DestinationTooSmall)]
    [InlineData(3, 1, "the", OperationStatus.DestinationTooSmall)]
    [InlineData(7, 2, "the cat", OperationStatus.DestinationTooSmall)]
    [InlineData(9, 4, "the cats.", OperationStatus.Done)]
    [InlineData(40, 4, "the cats.", OperationStatus.Done)]
    public void DecodingFillsTheRoomThereIs(int room, int consumed, string text, OperationStatus status)
    {
        char[] destination = new char[room];
        IReadOnlyList<int> ids = _tokenizer.EncodeToIds("the cats.");
        Assert.Equal(status, _tokenizer.Decode(ids, destination, out int taken, out int written));
        Assert.Equal(text, new string(destination, 0, written));
        Assert.Equal(consumed, taken);
    }

    [Fact]
    public void AnUnknownIdIsInvalid()
    {
        int[] ids = [5, 6, s_pieces.Length, 7];
        Assert.Throws<ClozeException>(() => _tokenizer.Decode(ids));
        char[] destination = new char[40];
        Assert.Equal(OperationStatus.InvalidData, _tokenizer.Decode(ids, destination, out int taken, out int written));
        Assert.Equal("the cat", new string(destination, 0, written));
        Assert.Equal(2, taken);
        Assert.Throws<ClozeException>(() => _tokenizer.Decode([-1]));
    }

    [Fact]
    public void SpecialTokensAreDecodedAndNeverAdded()
    {
        Assert.Equal(["[MASK]"], Values("[MASK]"));
        Assert.Equal("[CLS] the [SEP]", _tokenizer.Decode(s_own.Encode("the").InputIds));
        Assert.Empty(_tokenizer.EncodeToIds(""));
    }

    [Fact]
    public void ManyThreadsMayUseIt() =>
        Parallel.For(0, 200, _ => Assert.Equal(["hello", ",", "un", "##aff", "##able"], Values("Hello, unaffable")));

    private static bool IsWithin(EncodedToken token, int index, bool after) =>
        after ? token.Offset.Start.Value >= index : token.Offset.End.Value <= index;

    private IEnumerable<string> Values(string text) =>
        _tokenizer.EncodeToTokens(text, out _).Select(token => token.Value);
}
