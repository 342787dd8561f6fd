namespace Cloze.Text;

/// <summary>The model of a byte-pair encoding in <c>tokenizer.json</c>.</summary>
internal static class BytePairJson
{
    private const string DropoutHint =
        "With dropout the same text gives other pieces each time. Set it to null for a model that is used.";

    /// <summary>The most merges of a model.</summary>
    public const int MostMerges = Vocabulary.MaximumCount;

    private const string SuffixHint =
        "Cloze reads byte-pair encodings that mark where words begin, not where they end.";

    /// <summary>Reads it.</summary>
    /// <exception cref="ClozeException">It is malformed, or has an option that is not understood.</exception>
    public static ModelParts Read(string path, JsonField model)
    {
        if (model.Optional("dropout") is { } dropout && dropout.Number() != 0) throw dropout.Wrong("null", DropoutHint);
        if (model.Optional("end_of_word_suffix") is { } suffix && suffix.Text().Length > 0)
        {
            throw suffix.Wrong("none", SuffixHint);
        }

        PieceList pieces = ModelJson.Pieces(path, model["vocab"]);
        string? unknown = model.Optional("unk_token")?.Text();
        if (unknown is not null && !pieces.Ids.ContainsKey(unknown))
        {
            throw model["unk_token"].Wrong("a piece of the model");
        }

        string prefix = model.Optional("continuing_subword_prefix")?.Text() ?? "";
        var definition = new BytePairDefinition
        {
            Merges = Merges(model["merges"], prefix, pieces),
            Prefix = prefix,
            HasUnknown = unknown is not null,
            FusesUnknown = model.Optional("fuse_unk")?.Flag() ?? false,
            ByteFallback = model.Optional("byte_fallback")?.Flag() ?? false,
            TakesWholeWords = model.Optional("ignore_merges")?.Flag() ?? false,
        };
        return new ModelParts(definition, pieces, unknown);
    }

    private static List<(string Left, string Right)> Merges(JsonField field, string prefix, PieceList pieces)
    {
        var merges = new List<(string, string)>();
        foreach (JsonField merge in field.Items())
        {
            if (merges.Count == MostMerges) throw field.Wrong($"at most {MostMerges} merges");
            merges.Add(Merge(merge, prefix, pieces));
        }

        return merges;
    }

    /// <summary>Whether two pieces merge into one of the vocabulary.</summary>
    public static bool IsMerge(string left, string right, string prefix, PieceList pieces) =>
        pieces.Ids.ContainsKey(left) && pieces.Ids.ContainsKey(right)
            && right.StartsWith(prefix, StringComparison.Ordinal)
            && pieces.Ids.ContainsKey(left + right[prefix.Length..]);

    // Two pieces in an array, or in a string with a space between them, as older versions wrote it.
    private static (string Left, string Right) Merge(JsonField field, string prefix, PieceList pieces)
    {
        string[] parts = field.IsArray ? [.. field.Items().Select(part => part.Text())] : field.Text().Split(' ');
        if (parts.Length != 2) throw field.Wrong("two pieces");
        (string left, string right) = (parts[0], parts[1]);
        return IsMerge(left, right, prefix, pieces)
            ? (left, right)
            : throw field.Wrong("two pieces of the vocabulary whose whole is a piece of it, too");
    }
}
