namespace Cloze.Text;

/// <summary>
/// How pieces say whether they begin a word or go on with one: WordPiece marks those that go on, byte-level BPE and
/// SentencePiece those that begin a word, by the space before it. What has no mark there goes on, punctuation too, as
/// fairseq's whole-word masking takes it.
/// </summary>
/// <param name="Mark">The mark; empty where no piece says it, and each is taken for a word.</param>
/// <param name="IsBeginning">Whether the mark is of pieces that begin a word.</param>
/// <param name="SpellsBytes">Whether pieces are spelled in <see cref="ByteAlphabet"/>.</param>
internal sealed record PieceMarks(string Mark, bool IsBeginning, bool SpellsBytes)
{
    /// <summary>Byte-level BPE: a word begins with white space.</summary>
    public static PieceMarks ByteLevel { get; } = new(ByteAlphabet.Space.ToString(), true, true);

    /// <summary>WordPiece: pieces that continue a word begin with a prefix.</summary>
    public static PieceMarks Prefix(string prefix) => new(prefix, false, false);

    /// <summary>SentencePiece: words begin with a mark.</summary>
    public static PieceMarks Before(string mark) => new(mark, true, false);

    /// <summary>Whether a piece continues the word before it.</summary>
    public bool Continues(string piece) => IsBeginning ? piece.Length > 0 && !HasMark(piece) : HasMark(piece);

    /// <summary>The letters of a piece, without its mark.</summary>
    public string TextOf(string piece)
    {
        string bare = HasMark(piece) ? piece[(SpellsBytes ? 1 : Mark.Length)..] : piece;
        return SpellsBytes ? ByteAlphabet.Decode(bare) : bare;
    }

    // A WordPiece mark alone is a word of number signs.
    private bool HasMark(string piece) => SpellsBytes
        ? piece.Length > 0 && ByteAlphabet.IsWhite(piece[0])
        : Mark.Length > 0
            && piece.Length > (IsBeginning ? 0 : Mark.Length)
            && piece.StartsWith(Mark, StringComparison.Ordinal);
}
