using System.Text.RegularExpressions;

namespace Cloze.Inference;

/// <summary>Finds what people write for a mask: <c>[mask]</c>, <c>&lt;mask&gt;</c>, <c>___</c>.</summary>
internal static partial class MaskLookalike
{
    /// <summary>What in texts may be meant for a mask and is none; null where there is nothing.</summary>
    public static string? Find(TextPair text, string mask) => Find(text.Text, mask) ?? Find(text.Pair ?? "", mask);

    private static string? Find(string text, string mask) =>
        Lookalike().Matches(text).Select(found => found.Value).FirstOrDefault(found => found != mask);

    [GeneratedRegex(
        @"[\[<({] ?mask ?[\])>}]|(?<!_)_{2,20}(?!_)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Lookalike();
}
