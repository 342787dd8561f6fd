namespace Cloze.Text;

/// <summary>
/// The pieces of a vocabulary while it is read, each with its id. An id without a piece has the empty one; of two equal
/// pieces the later counts, and the id of the earlier is left without.
/// </summary>
/// <param name="source">The file, for messages.</param>
/// <param name="capacity">How many are expected.</param>
internal sealed class PieceList(string source, int capacity = 0)
{
    private const long MaximumCharacters = 1 << 23;
    private const int MostNotes = 16;
    private readonly List<string> _pieces = new(Math.Min(capacity, Vocabulary.MaximumCount));
    private readonly Dictionary<string, int> _ids =
        new(Math.Min(capacity, Vocabulary.MaximumCount), StringComparer.Ordinal);

    private readonly List<string> _notes = [];
    private long _characters;

    /// <summary>The file, for messages.</summary>
    public string Source => source;

    /// <summary>One more than the greatest id.</summary>
    public int Count => _pieces.Count;

    /// <summary>What was noticed, a sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The ids of all pieces.</summary>
    public Dictionary<string, int> Ids => _ids;

    /// <summary>The piece of an id below <see cref="Count"/>; empty where it has none.</summary>
    public string this[int id] => _pieces[id];

    /// <summary>The pieces in the order of their ids.</summary>
    public string[] ToArray() => [.. _pieces];

    /// <summary>Notes something; after some sentences no more are kept.</summary>
    public void Note(string sentence)
    {
        if (_notes.Count < MostNotes) _notes.Add(sentence);
    }

    /// <summary>Gives a piece its id.</summary>
    /// <param name="piece">The piece, not empty.</param>
    /// <param name="id">Its id.</param>
    /// <returns>The id that the piece had before, or -1.</returns>
    /// <exception cref="ClozeException">The vocabulary becomes larger than any is.</exception>
    public int Set(string piece, int id)
    {
        _characters += piece.Length;
        if (id >= Vocabulary.MaximumCount || _characters > MaximumCharacters) throw TooLarge(id);
        while (_pieces.Count <= id) _pieces.Add("");
        int before = _ids.GetValueOrDefault(piece, -1);
        if (before >= 0) _pieces[before] = "";
        _pieces[id] = piece;
        _ids[piece] = id;
        return before;
    }

    /// <summary>Notes ids that have no piece, where there are more than have been noted.</summary>
    public void NoteHoles(int noted = 0)
    {
        int holes = _pieces.Count(piece => piece.Length == 0);
        if (holes <= noted) return;
        int first = _pieces.IndexOf("");
        Note(holes == 1
            ? $"{source} gives no piece the id {first}: it stays unused."
            : $"{source} gives no piece {holes} of the ids up to {Count - 1}, the first of them {first}: "
                + "they stay unused.");
    }

    private ClozeException TooLarge(int id) => new(
        $"{source} has {(long)id + 1} pieces or more of {_characters} characters; "
        + $"at most {Vocabulary.MaximumCount} pieces of {MaximumCharacters} characters are expected.",
        "Check that this is a vocabulary and not some other file.");
}
