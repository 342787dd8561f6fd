namespace Cloze.Text;

/// <summary>The model of <c>tokenizer.json</c>, of each kind.</summary>
internal static class ModelJson
{
    private const int MaximumNumber = 1_000_000;

    private const string Hint = "Of models Cloze understands WordPiece, BPE and Unigram; a model with a tokenizer of "
        + "another kind does not work with it.";

    /// <summary>Reads it.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="ClozeException">It is malformed, or of another kind.</exception>
    public static ModelParts Read(string path, JsonField model)
    {
        if (!model.IsObject) throw model.Wrong("an object");
        return KindOf(model) switch
        {
            "WordPiece" => WordPiece(path, model),
            "BPE" => BytePairJson.Read(path, model),
            "Unigram" => UnigramJson.Read(path, model),
            _ => throw model["type"].Wrong("\"WordPiece\", \"BPE\" or \"Unigram\"", Hint),
        };
    }

    /// <summary>The pieces of a vocabulary that gives each its id.</summary>
    /// <exception cref="ClozeException">It is malformed, or two pieces have one id.</exception>
    public static PieceList Pieces(string path, JsonField vocabulary)
    {
        var pieces = new PieceList(path, vocabulary.MemberCount);
        int repeated = 0;
        foreach ((string piece, JsonField field) in vocabulary.Members())
        {
            int id = field.Integer(0, Vocabulary.MaximumCount - 1);
            if (piece.Length == 0) continue;
            if (id < pieces.Count && pieces[id] is { Length: > 0 } other && other != piece)
            {
                throw new ClozeException(
                    $"{vocabulary.Place} gives the id {id} to both '{other}' and '{piece}'.",
                    "Every piece must have an id of its own.");
            }

            int before = pieces.Set(piece, id);
            if (before < 0 || before == id || repeated++ > 0) continue;
            pieces.Note($"{path} has the piece '{piece}' as id {before} and again as id {id}: the later counts.");
        }

        pieces.NoteHoles(repeated);
        return pieces;
    }

    // Files of older versions do not say the kind.
    private static string KindOf(JsonField model)
    {
        if (model.Optional("type") is { } type) return type.Text();
        if (model.Optional("merges") is not null) return "BPE";
        return model.Optional("vocab") is { IsArray: true } ? "Unigram" : "WordPiece";
    }

    private static ModelParts WordPiece(string path, JsonField model)
    {
        if (model.Optional("merges") is { } merges) throw merges.Wrong("none in a WordPiece model", Hint);
        return new ModelParts(
            new WordPieceDefinition(model["continuing_subword_prefix"].Text()),
            Pieces(path, model["vocab"]),
            model["unk_token"].Text(),
            model["max_input_chars_per_word"].Integer(0, MaximumNumber));
    }
}
