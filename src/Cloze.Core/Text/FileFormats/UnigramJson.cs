namespace Cloze.Text;

/// <summary>A Unigram model in <c>tokenizer.json</c>.</summary>
internal static class UnigramJson
{
    /// <summary>Reads it.</summary>
    /// <exception cref="ClozeException">It is malformed.</exception>
    public static ModelParts Read(string path, JsonField model)
    {
        var pieces = new PieceList(path);
        var scores = new List<double>();
        foreach (JsonField item in model["vocab"].Items())
        {
            JsonField[] parts = [.. item.Items()];
            if (parts.Length != 2) throw item.Wrong("a piece and its score");
            string piece = parts[0].Text();
            double score = parts[1].Number();
            if (!double.IsFinite(score)) throw parts[1].Wrong("a finite number");
            if (piece.Length > 0) pieces.Set(piece, scores.Count);
            scores.Add(score);
        }

        // The last ids may be without a piece.
        if (scores.Count > pieces.Count) throw model["vocab"].Wrong("a piece at the end");
        int? unknown = model.Optional("unk_id")?.Integer(0, scores.Count - 1);
        bool fallback = model.Optional("byte_fallback")?.Flag() ?? false;
        pieces.NoteHoles();
        return new ModelParts(
            new UnigramDefinition(scores, unknown, fallback), pieces, unknown is int id ? pieces[id] : null);
    }
}
