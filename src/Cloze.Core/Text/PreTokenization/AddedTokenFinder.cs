using System.Buffers;
using System.Text;

namespace Cloze.Text;

/// <summary>Where an added token stands in a text, with the white space that it takes.</summary>
internal readonly record struct AddedTokenMatch(int Start, int End, int Id);

/// <summary>Finds added tokens in a text from left to right, of several at one place the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly (string Pattern, AddedToken Token)[] _tokens;
    private readonly SearchValues<string> _patterns;

    /// <summary>Prepares to look for tokens, each in the form given.</summary>
    public AddedTokenFinder(IEnumerable<(string Pattern, AddedToken Token)> tokens)
    {
        _tokens = [.. tokens.Where(token => token.Pattern.Length > 0).OrderByDescending(token => token.Pattern.Length)];
        _patterns = SearchValues.Create([.. _tokens.Select(token => token.Pattern)], StringComparison.Ordinal);
    }

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsEmpty => _tokens.Length == 0;

    /// <summary>Whether one has a space in it.</summary>
    public bool SpansSpaces => _tokens.Any(token => token.Pattern.Contains(' ', StringComparison.Ordinal));

    /// <summary>Finds the next token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="covered">Where the token found before this one ends, with its white space.</param>
    /// <param name="position">Where to look from; moves behind the match.</param>
    /// <param name="match">What was found.</param>
    public bool TryFind(ReadOnlySpan<char> text, int covered, ref int position, out AddedTokenMatch match)
    {
        match = default;
        while (!IsEmpty && text[position..].IndexOfAny(_patterns) is int distance and >= 0)
        {
            int start = position + distance;
            (string pattern, AddedToken token) = LongestAt(text[start..]);
            int end = position = start + pattern.Length;
            if (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..]))) continue;
            if (token.StripLeft) start = Math.Max(text[..start].TrimEnd().Length, covered);
            if (token.StripRight) end = text.Length - text[end..].TrimStart().Length;
            match = new AddedTokenMatch(start, end, token.Id);
            return true;
        }

        return false;
    }

    private (string Pattern, AddedToken Token) LongestAt(ReadOnlySpan<char> text)
    {
        foreach ((string Pattern, AddedToken Token) candidate in _tokens)
        {
            if (text.StartsWith(candidate.Pattern, StringComparison.Ordinal)) return candidate;
        }

        throw new InvalidOperationException("A pattern was found where none is.");
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out Rune rune, out _) == OperationStatus.Done && UnicodeData.IsWord(rune.Value);

    private static bool StartsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out Rune rune, out _) == OperationStatus.Done && UnicodeData.IsWord(rune.Value);
}
