using System.Buffers;
using Cloze.Text;
using Microsoft.ML.Tokenizers;

namespace Cloze.Extensions;

/// <summary>
/// Cloze's tokenizer in the shape of <c>Microsoft.ML.Tokenizers</c>, for text chunkers, token counters and whatever
/// else takes a <see cref="Microsoft.ML.Tokenizers.Tokenizer"/>. The ids are those of
/// <see cref="Text.Tokenizer.AppendIds"/>: without special tokens round the text. Offsets and indices count UTF-16
/// units of the text as it was given, so that the normalised text which many calls put out is always null. It may be
/// used by many threads at once.
/// </summary>
/// <param name="tokenizer">The tokenizer that does the work.</param>
/// <exception cref="ArgumentNullException">No tokenizer is given.</exception>
public sealed class ClozeTokenizer(Text.Tokenizer tokenizer) : Microsoft.ML.Tokenizers.Tokenizer
{
    /// <summary>
    /// The tokenizer that does the work; its <see cref="Text.Tokenizer.Encode"/> adds special tokens.
    /// </summary>
    public Text.Tokenizer Inner { get; } = tokenizer ?? throw new ArgumentNullException(nameof(tokenizer));

    /// <summary>
    /// Turns ids into text again, special tokens too, as <c>Microsoft.ML.Tokenizers</c> does by default.
    /// </summary>
    /// <exception cref="ClozeException">An id is outside the vocabulary.</exception>
    /// <exception cref="ArgumentNullException">No ids are given.</exception>
    public override string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        int[] all = [.. ids];
        return TextOf(all, all.Length);
    }

    /// <summary>Turns as many ids into text as there is room for the text of.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="destination">Takes the text.</param>
    /// <param name="idsConsumed">How many ids the text is of; where one is unknown, those before it.</param>
    /// <param name="charsWritten">The length of the text.</param>
    /// <exception cref="ArgumentNullException">No ids are given.</exception>
    public override OperationStatus Decode(
        IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        int[] all = [.. ids];
        int known = Array.FindIndex(all, id => !IsKnown(id)) is var unknown and >= 0 ? unknown : all.Length;
        idsConsumed = known;
        string text = TextOf(all, known);
        if (text.Length > destination.Length) text = LongestOf(all, known, destination.Length, out idsConsumed);
        text.CopyTo(destination);
        charsWritten = text.Length;
        if (idsConsumed < known) return OperationStatus.DestinationTooSmall;
        return known < all.Length ? OperationStatus.InvalidData : OperationStatus.Done;
    }

    /// <inheritdoc/>
    protected override EncodeResults<int> EncodeToIds(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        TokenCut cut = Cut(text ?? textSpan, settings, fromEnd: false);
        return new EncodeResults<int> { Tokens = cut.Ids.ToArray(), CharsConsumed = cut.Index };
    }

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        TokenCut cut = Cut(text ?? textSpan, settings, fromEnd: false);
        var tokens = new EncodedToken[cut.Ids.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            TextSpan place = cut.Offsets[i];
            tokens[i] = new EncodedToken(cut.Ids[i], Inner.Vocabulary[cut.Ids[i]], place.Start..place.End);
        }

        return new EncodeResults<EncodedToken> { Tokens = tokens, CharsConsumed = cut.Index };
    }

    /// <inheritdoc/>
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        Cut(text ?? textSpan, settings, fromEnd: false).Ids.Length;

    /// <inheritdoc/>
    protected override int GetIndexByTokenCount(
        string? text,
        ReadOnlySpan<char> textSpan,
        EncodeSettings settings,
        bool fromEnd,
        out string? normalizedText,
        out int tokenCount)
    {
        TokenCut cut = Cut(text ?? textSpan, settings, fromEnd);
        normalizedText = null;
        tokenCount = cut.Ids.Length;
        return cut.Index;
    }

    private TokenCut Cut(ReadOnlySpan<char> text, EncodeSettings settings, bool fromEnd)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaxTokenCount, 1, nameof(settings));
        if (!settings.ConsiderNormalization || !settings.ConsiderPreTokenization)
        {
            throw new NotSupportedException(
                "Cloze's tokenizer cannot leave out its normalisation or its split into words.");
        }

        var buffer = new TokenBuffer();
        Inner.Append(text, buffer);
        return TokenCut.Of(buffer, text.Length, settings.MaxTokenCount, fromEnd);
    }

    // The text grows with the ids but for white space that is cleaned up: what is found fits, and is the longest or
    // shorter by such a place.
    private string LongestOf(int[] ids, int count, int room, out int taken)
    {
        int fits = 0, tooMany = count;
        while (tooMany - fits > 1)
        {
            int middle = (fits + tooMany) / 2;
            if (TextOf(ids, middle).Length <= room) fits = middle;
            else tooMany = middle;
        }

        taken = fits;
        return TextOf(ids, fits);
    }

    private string TextOf(int[] ids, int count) => Inner.Decode(ids.AsSpan(0, count), skipSpecialTokens: false);

    private bool IsKnown(int id) => (uint)id < (uint)Inner.Vocabulary.Count;
}
