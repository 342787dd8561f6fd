using System.Text;

namespace Cloze.Text;

/// <summary>Joins pieces into readable text.</summary>
/// <param name="Prefix">What marks a piece that continues a word.</param>
/// <param name="CleanUp">Whether the space before punctuation is taken away, piece by piece.</param>
internal sealed record WordPieceDecoder(string Prefix, bool CleanUp)
{
    private static readonly (string From, string To)[] s_cleaning =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary>The text of a sequence of pieces.</summary>
    public string Join(IEnumerable<string> pieces)
    {
        var text = new StringBuilder();
        bool first = true;
        foreach (string piece in pieces)
        {
            string part = piece;
            if (!first) part = Continues(piece) ? piece[Prefix.Length..] : " " + piece;
            if (CleanUp) part = Clean(part);
            text.Append(part);
            first = false;
        }

        return text.ToString();
    }

    private static string Clean(string part)
    {
        foreach ((string from, string to) in s_cleaning) part = part.Replace(from, to, StringComparison.Ordinal);
        return part;
    }

    private bool Continues(string piece) => piece.StartsWith(Prefix, StringComparison.Ordinal);
}
