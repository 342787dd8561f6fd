namespace Cloze.Text;

/// <summary>The post-processor of <c>tokenizer.json</c>, in all its forms.</summary>
internal static class PostProcessorJson
{
    private const string Hint = "Of post-processors Cloze understands TemplateProcessing, BertProcessing, "
        + "RobertaProcessing, ByteLevel and sequences of these; it may be null.";

    /// <summary>Reads it; null adds nothing.</summary>
    /// <param name="field">The post-processor.</param>
    /// <param name="count">The number of pieces, which every id must be below.</param>
    /// <exception cref="ClozeException">It is malformed or of another type.</exception>
    public static PostProcessor Read(JsonField? field, int count)
    {
        if (field is not { } found) return new PostProcessor(Template.Plain, null);
        if (!found.IsObject) throw found.Wrong("a TemplateProcessing", Hint);
        JsonField type = found["type"];
        return type.Text() switch
        {
            "RobertaProcessing" => Roberta(found, count),
            "ByteLevel" => new PostProcessor(Template.Plain, Trimming(found)),
            "Sequence" => Sequence(found, count),
            "TemplateProcessing" or "BertProcessing" => new PostProcessor(TemplateJson.Read(found, count), null),
            _ => throw type.Wrong("\"TemplateProcessing\" or another that is understood", Hint),
        };
    }

    private static PostProcessor Roberta(JsonField field, int count) => new(
        Template.Roberta(
            TemplateJson.NameAndId(field["cls"], count), TemplateJson.NameAndId(field["sep"], count)),
        Trimming(field));

    private static OffsetTrimming? Trimming(JsonField field) =>
        field.Optional("trim_offsets")?.Flag() ?? true
            ? new OffsetTrimming(field.Optional("add_prefix_space")?.Flag() ?? true)
            : null;

    private static PostProcessor Sequence(JsonField field, int count)
    {
        var all = new PostProcessor(Template.Plain, null);
        foreach (JsonField item in field["processors"].Items())
        {
            PostProcessor one = Read(item, count);
            bool twice = one.Template != Template.Plain && all.Template != Template.Plain;
            if (twice) throw item.Wrong("no second processor that adds tokens", Hint);
            all = new PostProcessor(
                one.Template == Template.Plain ? all.Template : one.Template, one.Trimming ?? all.Trimming);
        }

        return all;
    }
}
