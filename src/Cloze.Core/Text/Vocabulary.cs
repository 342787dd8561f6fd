namespace Cloze.Text;

/// <summary>
/// The word pieces of a model and their ids, which are their places: 0 to <see cref="Count"/> - 1. In a vocabulary from
/// a file an id may be without a piece; its place then holds the empty one, which no text gives.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>The most pieces a vocabulary may have.</summary>
    public const int MaximumCount = 2_000_000;

    private readonly string[] _pieces;
    private readonly Dictionary<string, int> _ids;
    private readonly HashSet<int> _special;

    internal Vocabulary(PieceList pieces, SpecialTokens specialTokens, IEnumerable<string> moreSpecialTokens)
    {
        _pieces = pieces.ToArray();
        _ids = pieces.Ids;
        Notes = pieces.Notes;
        SpecialTokens = specialTokens;
        PaddingId = Require(pieces.Source, specialTokens.Padding);
        UnknownId = Require(pieces.Source, specialTokens.Unknown);
        ClassificationId = Require(pieces.Source, specialTokens.Classification);
        SeparatorId = Require(pieces.Source, specialTokens.Separator);
        MaskId = Require(pieces.Source, specialTokens.Mask);
        _special = [PaddingId, UnknownId, ClassificationId, SeparatorId, MaskId];
        foreach (string token in moreSpecialTokens) _special.Add(Require(pieces.Source, token));
        if (_ids.Count < _pieces.Length) UsedIds = [.. _ids.Values.Order()];
    }

    /// <summary>How many pieces there are, ids without one counted.</summary>
    public int Count => _pieces.Length;

    /// <summary>All pieces in the order of their ids.</summary>
    public IReadOnlyList<string> Pieces => _pieces;

    /// <summary>The names of the special tokens.</summary>
    public SpecialTokens SpecialTokens { get; }

    /// <summary>The id that fills padded batches.</summary>
    public int PaddingId { get; }

    /// <summary>The id of words that cannot be composed.</summary>
    public int UnknownId { get; }

    /// <summary>The id before the first text.</summary>
    public int ClassificationId { get; }

    /// <summary>The id after each text.</summary>
    public int SeparatorId { get; }

    /// <summary>The id to be filled in.</summary>
    public int MaskId { get; }

    /// <summary>What was noticed in the file, a sentence each.</summary>
    internal IReadOnlyList<string> Notes { get; }

    /// <summary>The ids that have a piece, rising; null where all have.</summary>
    internal int[]? UsedIds { get; }

    /// <summary>The piece of an id; empty where the file gave it none.</summary>
    /// <exception cref="ClozeException">No piece has the id.</exception>
    public string this[int id] => (uint)id < (uint)_pieces.Length
        ? _pieces[id]
        : throw new ClozeException(
            $"Token id {id} is outside the vocabulary of {Count} pieces (0 to {Count - 1}).",
            "Use ids that this tokenizer made; the model and the tokenizer may belong to different vocabularies.");

    /// <summary>
    /// Makes a vocabulary of pieces in the order of their ids; pieces that continue a word begin with <c>##</c>.
    /// </summary>
    /// <exception cref="ClozeException">
    /// A piece is there twice or empty, or a special token is missing, or there are too many.
    /// </exception>
    public static Vocabulary Create(IEnumerable<string> pieces, SpecialTokens? specialTokens = null)
    {
        var list = new PieceList("The vocabulary");
        int id = 0;
        foreach (string piece in pieces)
        {
            if (piece.Length == 0) throw Refuse($"an empty piece, id {id}");
            int before = list.Set(piece, id);
            if (before >= 0) throw Refuse($"the piece '{piece}' twice: as id {before} and as id {id}");
            id++;
        }

        return new Vocabulary(list, specialTokens ?? new SpecialTokens(), []);
    }

    /// <summary>
    /// Reads a <c>vocab.txt</c>: one piece a line, UTF-8, either kind of line end. As for Hugging Face a blank line is
    /// an id without a piece, and of two equal lines the later counts.
    /// </summary>
    /// <exception cref="ClozeException">
    /// The file is missing, empty, too large or not UTF-8, or lacks a special token.
    /// </exception>
    public static Vocabulary Load(string path, SpecialTokens? specialTokens = null) =>
        new(VocabularyFile.Read(path), specialTokens ?? new SpecialTokens(), []);

    /// <summary>The id of a piece, if it is one.</summary>
    public bool TryGetId(string piece, out int id) => _ids.TryGetValue(piece, out id);

    /// <summary>Whether an id is a special token: it is never masked, and left out when decoding.</summary>
    public bool IsSpecial(int id) => _special.Contains(id);

    /// <summary>Whether an id has a piece.</summary>
    internal bool IsUsed(int id) => this[id].Length > 0;

    /// <summary>Whether each id has the same piece in both; ids without one at the end do not count.</summary>
    internal bool HasPiecesOf(Vocabulary other)
    {
        static string PieceOf(Vocabulary vocabulary, int id) => id < vocabulary.Count ? vocabulary[id] : "";
        for (int id = 0; id < Math.Max(Count, other.Count); id++)
        {
            if (PieceOf(this, id) != PieceOf(other, id)) return false;
        }

        return true;
    }

    private static ClozeException Refuse(string what) => new(
        $"The vocabulary has {what}.",
        "Every piece must be there once; take the vocabulary from where the model came from.");

    private int Require(string source, string token) => _ids.TryGetValue(token, out int id)
        ? id
        : throw new ClozeException(
            $"{source} has no {token} among its {Count} pieces.",
            $"A masked language model needs {string.Join(", ", SpecialTokens.All)} in its vocabulary; "
            + "if they have other names there, tokenizer_config.json must give them.");
}
