namespace Cloze.Text;

/// <summary>
/// The added tokens of a tokenizer while they are read: those that the model has no piece for join its pieces.
/// </summary>
/// <param name="pieces">The model's pieces.</param>
internal sealed class AddedTokenList(PieceList pieces)
{
    private readonly List<AddedToken> _tokens = [];
    private readonly Dictionary<int, int> _places = [];
    private readonly HashSet<int> _outside = [];

    /// <summary>How many ids are the model's own.</summary>
    public int ModelPieces { get; } = pieces.Count;

    /// <summary>The tokens, in the order in which they came.</summary>
    public IReadOnlyList<AddedToken> Tokens => _tokens;

    /// <summary>Ids among the model's that it has no piece for, and that were given to added tokens.</summary>
    public IReadOnlySet<int> OutsideModel => _outside;

    /// <summary>Whether there is a token of this text.</summary>
    public bool Has(string content) => pieces.Ids.TryGetValue(content, out int id) && _places.ContainsKey(id);

    /// <summary>
    /// Adds a token. One that is a piece has that piece's id, whatever is said; one of the same text as another takes
    /// its place.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="place">What says it, for messages.</param>
    /// <exception cref="ClozeException">Another piece has its id.</exception>
    public void Add(AddedToken token, JsonField place)
    {
        if (pieces.Ids.TryGetValue(token.Content, out int id))
        {
            if (id != token.Id)
            {
                pieces.Note($"{place.Place} gives '{token.Content}' the id {token.Id}; "
                    + $"as the vocabulary has it as {id}, that counts.");
            }
        }
        else
        {
            id = Take(token, place);
        }

        Put(token with { Id = id });
    }

    /// <summary>Adds a token that is a piece; nothing where it is none.</summary>
    public void AddIfPiece(string content)
    {
        if (!pieces.Ids.TryGetValue(content, out int id) || Has(content)) return;
        Put(new AddedToken { Id = id, Content = content, Special = true });
    }

    private int Take(AddedToken token, JsonField place)
    {
        if (token.Id < pieces.Count && pieces[token.Id].Length > 0)
        {
            throw place.Wrong($"'{pieces[token.Id]}', which is id {token.Id} of the vocabulary");
        }

        if (token.Id > pieces.Count)
        {
            pieces.Note(
                $"{place.Place} gives '{token.Content}' the id {token.Id}, where {pieces.Count} is the next: the ids "
                + "between stay unused.");
        }

        pieces.Set(token.Content, token.Id);
        if (token.Id < ModelPieces) _outside.Add(token.Id);
        return token.Id;
    }

    private void Put(AddedToken token)
    {
        if (_places.TryGetValue(token.Id, out int at))
        {
            _tokens[at] = token;
            return;
        }

        _places[token.Id] = _tokens.Count;
        _tokens.Add(token);
    }
}
