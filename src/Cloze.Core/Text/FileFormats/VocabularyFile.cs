using System.Text;
using Cloze.Files;

namespace Cloze.Text;

/// <summary>Reads <c>vocab.txt</c>: a piece a line, whose id is the line's number from 0.</summary>
internal static class VocabularyFile
{
    private const long MaximumBytes = 1 << 26;

    /// <summary>
    /// Reads the pieces. A blank line is an id without a piece, at the end it is nothing; of two equal lines the later
    /// counts, as for Hugging Face.
    /// </summary>
    /// <exception cref="ClozeException">The file is missing, empty, too large or not UTF-8.</exception>
    public static PieceList Read(string path)
    {
        (string Piece, int First, int Again)? twice = null;
        int repeated = 0, id = -1;
        string text = Decode(path, UntrustedFile.Read(path, MaximumBytes));
        var pieces = new PieceList(path, text.AsSpan().Count('\n'));
        foreach (Range line in text.AsSpan().Split('\n'))
        {
            id++;
            string piece = text.AsSpan(line).TrimEnd('\r').ToString();
            int before = piece.Length == 0 ? -1 : pieces.Set(piece, id);
            if (before < 0) continue;
            twice ??= (piece, before, id);
            repeated++;
        }

        if (twice is { } found) pieces.Note(Repeated(path, found, repeated));
        pieces.NoteHoles(repeated);
        return pieces;
    }

    private static string Repeated(string path, (string Piece, int First, int Again) found, int count)
    {
        string others = count == 1 ? "" : $", and {count - 1} more are repeated";
        return $"{path} has the piece '{found.Piece}' on line {found.First + 1} and again on line {found.Again + 1}"
            + $"{others}: the later line counts, the id of the earlier stays unused.";
    }

    private static string Decode(string path, byte[] bytes)
    {
        ReadOnlySpan<byte> content = bytes.AsSpan();
        if (content.StartsWith(System.Text.Encoding.UTF8.Preamble)) content = content[3..];
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException error)
        {
            throw new ClozeException(
                $"{path} is not UTF-8: byte {error.Index} and those after it are no character.",
                "Save the vocabulary as UTF-8 text, one piece a line.",
                error);
        }
    }
}
