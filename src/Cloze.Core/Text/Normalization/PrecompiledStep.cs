using System.Globalization;
using System.Text;

namespace Cloze.Text;

/// <summary>
/// SentencePiece's compiled rules: what the rules have for a short cluster of characters (a letter with its marks, UAX
/// 29) takes its place, else what they have for each of its characters.
/// </summary>
internal sealed class PrecompiledStep(PrecompiledMap map) : NormalizerStep
{
    /// <summary>Clusters of as many bytes of UTF-8 or more are not looked up whole.</summary>
    private const int LongCluster = 6;

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        var characters = new List<(int Scalar, int Change)>(text.Characters.Length);
        ReadOnlySpan<char> rest = text.Characters;
        while (!rest.IsEmpty)
        {
            int length = StringInfo.GetNextTextElementLength(rest);
            Append(rest[..length], characters);
            rest = rest[length..];
        }

        return text.Transform(characters);
    }

    private void Append(ReadOnlySpan<char> cluster, List<(int Scalar, int Change)> characters)
    {
        bool isShort = System.Text.Encoding.UTF8.GetByteCount(cluster) < LongCluster;
        if (isShort && map.Find(cluster) is { } whole)
        {
            Replace(cluster, whole, characters);
            return;
        }

        Span<char> units = stackalloc char[2];
        foreach (Rune rune in cluster.EnumerateRunes())
        {
            ReadOnlySpan<char> one = units[..rune.EncodeToUtf16(units)];
            if (map.Find(one) is { } text) Replace(one, text, characters);
            else characters.Add((rune.Value, 0));
        }
    }

    // Of more characters than there were the last are insertions; where there are fewer, the last one takes the rest.
    private static void Replace(ReadOnlySpan<char> old, string text, List<(int Scalar, int Change)> characters)
    {
        int more = -Count(old), first = characters.Count;
        foreach (Rune rune in text.EnumerateRunes()) characters.Add((rune.Value, 0));
        more += characters.Count - first;
        for (int i = 1; i <= more; i++) characters[^i] = (characters[^i].Scalar, 1);
        if (more < 0 && characters.Count > 0) characters[^1] = (characters[^1].Scalar, characters[^1].Change + more);
    }

    private static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes()) count++;
        return count;
    }
}
