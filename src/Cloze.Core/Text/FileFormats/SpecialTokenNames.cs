namespace Cloze.Text;

/// <summary>The names of the special tokens, as the files of a folder give them.</summary>
internal static class SpecialTokenNames
{
    /// <summary>
    /// The older file of them. As for Hugging Face's library it counts over <c>tokenizer_config.json</c> where that has
    /// no <c>added_tokens_decoder</c>, which newer libraries write, and not at all where it has one.
    /// </summary>
    public const string MapFile = "special_tokens_map.json";

    private const long MaximumBytes = 1 << 20;

    /// <summary>What the older file of a folder says; null where there is none or it does not count.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">What <c>tokenizer_config.json</c> there says; null where it is missing.</param>
    /// <exception cref="ClozeException">The file is malformed.</exception>
    public static JsonField? ReadMap(string folder, JsonField? config)
    {
        if (config?.Optional("added_tokens_decoder") is not null) return null;
        string path = Path.Combine(folder, MapFile);
        return File.Exists(path) ? JsonField.ReadFile(path, MaximumBytes) : null;
    }

    /// <summary>The names; BERT's where no file gives one.</summary>
    /// <param name="sources">The files, the one that counts first.</param>
    public static SpecialTokens Read(params JsonField?[] sources)
    {
        var usual = new SpecialTokens();
        string Of(string key, string absent) =>
            sources.Select(source => source?.Optional(key)).OfType<JsonField>().Select(Name).FirstOrDefault() ?? absent;
        return new SpecialTokens
        {
            Padding = Of("pad_token", usual.Padding),
            Unknown = Of("unk_token", usual.Unknown),
            Classification = Of("cls_token", usual.Classification),
            Separator = Of("sep_token", usual.Separator),
            Mask = Of("mask_token", usual.Mask),
        };
    }

    /// <summary>
    /// The names, those of RoBERTa where the vocabulary has none of BERT's: files of byte-pair encodings often say
    /// none.
    /// </summary>
    public static SpecialTokens Fit(SpecialTokens names, PieceList pieces)
    {
        var usual = new SpecialTokens();
        string Of(string name, string bert, string other) =>
            name == bert && !pieces.Ids.ContainsKey(bert) && pieces.Ids.ContainsKey(other) ? other : name;
        return new SpecialTokens
        {
            Padding = Of(names.Padding, usual.Padding, "<pad>"),
            Unknown = Of(names.Unknown, usual.Unknown, "<unk>"),
            Classification = Of(names.Classification, usual.Classification, "<s>"),
            Separator = Of(names.Separator, usual.Separator, "</s>"),
            Mask = Of(names.Mask, usual.Mask, "<mask>"),
        };
    }

    /// <summary>More tokens that are special, by name.</summary>
    public static IReadOnlyList<string> ReadMore(JsonField? source) =>
    [
        .. source?.Optional("additional_special_tokens")?.Items().Select(Name) ?? [],
        .. source?.Optional("extra_special_tokens") is { IsObject: false } extra ? extra.Items().Select(Name) : [],
    ];

    // A name, or an object that describes the token in full.
    private static string Name(JsonField field) => field.IsObject ? field["content"].Text() : field.Text();
}
