namespace Cloze.Text;

/// <summary>The decoder of <c>tokenizer.json</c>.</summary>
internal static class DecoderJson
{
    private const int MostCut = 1 << 16;

    private const string Hint = "Of decoders Cloze understands WordPiece, ByteLevel, Metaspace, BPEDecoder, "
        + "ByteFallback, Fuse, Strip, Replace and sequences of these; it may be null.";

    /// <summary>Reads it.</summary>
    /// <exception cref="ClozeException">It is malformed or of another type.</exception>
    public static PieceDecoder Read(JsonField field)
    {
        if (!field.IsObject) throw field.Wrong("a WordPiece", Hint);
        JsonField type = field["type"];
        return type.Text() switch
        {
            "WordPiece" => new WordPieceDecoder(field["prefix"].Text(), field["cleanup"].Flag()),
            "ByteLevel" => new ByteLevelDecoder(),
            "Metaspace" => Metaspace(field),
            "BPEDecoder" => new SuffixDecoder(field["suffix"].Text()),
            "ByteFallback" => new ByteFallbackDecoder(),
            "Fuse" => new FuseDecoder(),
            "Strip" => new StripDecoder(
                MetaspaceJson.Character(field["content"]),
                field["start"].Integer(0, MostCut),
                field["stop"].Integer(0, MostCut)),
            "Replace" => new ReplaceDecoder(PatternJson.Read(field["pattern"]), field["content"].Text()),
            "Sequence" => new SequenceDecoder([.. field["decoders"].Items().Select(Read)]),
            _ => throw type.Wrong("\"WordPiece\" or another that is understood", Hint),
        };
    }

    private static MetaspaceDecoder Metaspace(JsonField field) =>
        new(MetaspaceJson.Mark(field), MetaspaceJson.Scheme(field) != MetaspacePrefix.Never);
}
