using System.Text;
using Cloze.Text;

namespace Cloze.Evaluation;

/// <summary>Says of each piece of a vocabulary what it is in its text.</summary>
internal sealed class PieceKindTable
{
    private readonly PieceKind[] _kinds;

    private PieceKindTable(PieceKind[] kinds) => _kinds = kinds;

    /// <summary>Looks at every piece of a tokenizer.</summary>
    public static PieceKindTable Of(Tokenizer tokenizer)
    {
        Vocabulary vocabulary = tokenizer.Vocabulary;
        PieceMarks marks = tokenizer.Definition.Marks;
        return new PieceKindTable([.. vocabulary.Pieces.Select(piece => KindOf(piece, marks))]);
    }

    /// <summary>The name of a kind, for people and JSON.</summary>
    public static string NameOf(PieceKind kind) => kind switch
    {
        PieceKind.WholeWord => "whole word",
        PieceKind.WordStart => "word start",
        PieceKind.Continuation => "continuation",
        PieceKind.Punctuation => "punctuation",
        _ => "number",
    };

    /// <summary>What a piece is before another.</summary>
    /// <param name="id">The piece.</param>
    /// <param name="next">The piece behind it, which decides whether a word goes on.</param>
    public PieceKind KindOf(int id, int next)
    {
        PieceKind kind = _kinds[id];
        return kind == PieceKind.WholeWord && _kinds[next] == PieceKind.Continuation ? PieceKind.WordStart : kind;
    }

    private static PieceKind KindOf(string piece, PieceMarks marks)
    {
        bool goesOn = marks.Continues(piece);
        string text = marks.TextOf(piece);
        if (text.Length == 0) return PieceKind.WholeWord;
        if (text.EnumerateRunes().All(rune => Rune.IsPunctuation(rune) || Rune.IsSymbol(rune)))
        {
            return PieceKind.Punctuation;
        }

        if (text.EnumerateRunes().All(Rune.IsNumber)) return PieceKind.Number;
        return goesOn ? PieceKind.Continuation : PieceKind.WholeWord;
    }
}
