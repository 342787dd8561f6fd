using System.Text;

namespace Cloze.Text;

/// <summary>Joins pieces into readable text.</summary>
/// <param name="Prefix">What marks a piece that continues a word.</param>
/// <param name="CleanUp">Whether the space before punctuation is taken away, piece by piece.</param>
internal sealed record WordPieceDecoder(string Prefix, bool CleanUp) : PieceDecoder
{
    private static readonly (string From, string To)[] s_cleaning =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <inheritdoc/>
    public override List<string> Apply(List<string> pieces) =>
        [.. pieces.Select((piece, i) => Part(piece, first: i == 0))];

    /// <summary>The text of a sequence of pieces.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="goesOn">Whether pieces stand before them.</param>
    public string Join(IEnumerable<string> pieces, bool goesOn = false)
    {
        var text = new StringBuilder();
        bool first = !goesOn;
        foreach (string piece in pieces)
        {
            text.Append(Part(piece, first));
            first = false;
        }

        return text.ToString();
    }

    private string Part(string piece, bool first)
    {
        string part = piece;
        if (!first) part = Continues(piece) ? piece[Prefix.Length..] : " " + piece;
        return CleanUp ? Clean(part) : part;
    }

    private static string Clean(string part)
    {
        if (!MayNeedCleaning(part)) return part;
        foreach ((string from, string to) in s_cleaning) part = part.Replace(from, to, StringComparison.Ordinal);
        return part;
    }

    // Whatever is replaced begins with a space and one of these.
    private static bool MayNeedCleaning(string part)
    {
        for (int i = 1; i < part.Length; i++)
        {
            if (part[i - 1] == ' ' && part[i] is '.' or '?' or '!' or ',' or '\'' or 'n' or 'd') return true;
        }

        return false;
    }

    private bool Continues(string piece) => piece.StartsWith(Prefix, StringComparison.Ordinal);
}
