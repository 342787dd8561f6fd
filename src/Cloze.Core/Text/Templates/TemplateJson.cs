using System.Text.Json;

namespace Cloze.Text;

/// <summary>A post-processor of <c>tokenizer.json</c> that puts special tokens round texts.</summary>
internal static class TemplateJson
{
    /// <summary>Reads a <c>TemplateProcessing</c> or a <c>BertProcessing</c>.</summary>
    /// <param name="field">The post-processor.</param>
    /// <param name="count">The number of pieces, which every id must be below.</param>
    /// <exception cref="ClozeException">It is malformed.</exception>
    public static Template Read(JsonField field, int count)
    {
        if (field["type"].Text() == "BertProcessing")
        {
            return Template.Bert(NameAndId(field["cls"], count), NameAndId(field["sep"], count));
        }

        JsonField tokens = field["special_tokens"];
        return new Template(Steps(field["single"], tokens, count), Steps(field["pair"], tokens, count));
    }

    /// <summary>Writes a template as a <c>TemplateProcessing</c>, or null where it adds nothing.</summary>
    public static void Write(Template template, Utf8JsonWriter json)
    {
        if (template == Template.Plain)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "TemplateProcessing");
        WriteSteps("single", template.Single, json);
        WriteSteps("pair", template.Pair, json);
        json.WriteStartObject("special_tokens");
        IEnumerable<(int, string)> tokens =
            template.Single.Concat(template.Pair).Select(step => step.Token).OfType<(int, string)>().Distinct();
        foreach ((int id, string name) in tokens)
        {
            json.WriteStartObject(name);
            json.WriteString("id", name);
            json.WriteStartArray("ids");
            json.WriteNumberValue(id);
            json.WriteEndArray();
            json.WriteStartArray("tokens");
            json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSteps(string name, IReadOnlyList<TemplateStep> steps, Utf8JsonWriter json)
    {
        json.WriteStartArray(name);
        foreach (TemplateStep step in steps)
        {
            json.WriteStartObject();
            json.WriteStartObject(step.Token is null ? "Sequence" : "SpecialToken");
            json.WriteString("id", step.Token?.Name ?? (step.Second ? "B" : "A"));
            json.WriteNumber("type_id", step.TypeId);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A token and its id, as the older post-processors have them.</summary>
    /// <exception cref="ClozeException">It is malformed.</exception>
    public static (int Id, string Name) NameAndId(JsonField field, int count)
    {
        JsonField[] items = [.. field.Items()];
        if (items.Length != 2) throw field.Wrong("a token and its id");
        return (items[1].Integer(0, count - 1), items[0].Text());
    }

    private static TemplateStep[] Steps(JsonField field, JsonField tokens, int count)
    {
        var steps = new List<TemplateStep>();
        foreach (JsonField item in field.Items())
        {
            if (item.Optional("Sequence") is { } sequence)
            {
                JsonField id = sequence["id"];
                if (id.Text() is not ("A" or "B")) throw id.Wrong("\"A\" or \"B\"");
                steps.Add(new TemplateStep(null, id.Text() == "B", TypeId(sequence)));
                continue;
            }

            JsonField special = item["SpecialToken"];
            JsonField token = tokens[special["id"].Text()];
            foreach ((JsonField id, JsonField name) in token["ids"].Items().Zip(token["tokens"].Items()))
            {
                steps.Add(new TemplateStep((id.Integer(0, count - 1), name.Text()), false, TypeId(special)));
            }
        }

        return [.. steps];
    }

    private static int TypeId(JsonField step) => step["type_id"].Integer(0, 1);
}
