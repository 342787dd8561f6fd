using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cloze.Text;

/// <summary>Writes <c>tokenizer.json</c> so that Hugging Face's library reads the same tokenizer from it.</summary>
internal static class TokenizerJsonWriter
{
    /// <summary>How JSON is written: indented, with characters as themselves.</summary>
    public static JsonWriterOptions Format { get; } =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file.</summary>
    public static void Write(TokenizerDefinition definition, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, Format);
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        WriteTruncation(definition.Truncation, json);
        json.WritePropertyName("padding");
        json.WriteRawValue(definition.Padding ?? "null");
        WriteAddedTokens(definition.AddedTokens, json);
        WritePipeline(definition, json);
        json.WritePropertyName("post_processor");
        if (definition.PostProcessorJson is { } processor) json.WriteRawValue(processor);
        else TemplateJson.Write(definition.Template, json);
        json.WritePropertyName("decoder");
        if (definition.DecoderJson is { } decoder) json.WriteRawValue(decoder);
        else WriteDecoder(definition.Decoder as WordPieceDecoder, json);
        ModelJsonWriter.Write(definition, json);
        json.WriteEndObject();
    }

    private static void WriteTruncation(Truncation? truncation, Utf8JsonWriter json)
    {
        if (truncation is null)
        {
            json.WriteNull("truncation");
            return;
        }

        json.WriteStartObject("truncation");
        json.WriteString("direction", truncation.Left ? "Left" : "Right");
        json.WriteNumber("max_length", truncation.MaximumLength);
        json.WriteString("strategy", truncation.Strategy.ToString());
        json.WriteNumber("stride", truncation.Stride);
        json.WriteEndObject();
    }

    private static void WriteAddedTokens(IReadOnlyList<AddedToken> tokens, Utf8JsonWriter json)
    {
        json.WriteStartArray("added_tokens");
        foreach (AddedToken token in tokens)
        {
            json.WriteStartObject();
            json.WriteNumber("id", token.Id);
            json.WriteString("content", token.Content);
            json.WriteBoolean("single_word", token.SingleWord);
            json.WriteBoolean("lstrip", token.StripLeft);
            json.WriteBoolean("rstrip", token.StripRight);
            json.WriteBoolean("normalized", token.Normalized);
            json.WriteBoolean("special", token.Special);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePipeline(TokenizerDefinition definition, Utf8JsonWriter json)
    {
        if (definition.Composed is { } composed)
        {
            json.WritePropertyName("normalizer");
            json.WriteRawValue(composed.NormalizerJson);
            json.WritePropertyName("pre_tokenizer");
            json.WriteRawValue(composed.PreTokenizerJson);
            return;
        }

        WriteNormalizer(definition.Options, json);
        json.WriteStartObject("pre_tokenizer");
        json.WriteString("type", "BertPreTokenizer");
        json.WriteEndObject();
    }

    private static void WriteNormalizer(TokenizerOptions options, Utf8JsonWriter json)
    {
        json.WriteStartObject("normalizer");
        json.WriteString("type", "BertNormalizer");
        json.WriteBoolean("clean_text", options.CleanText);
        json.WriteBoolean("handle_chinese_chars", options.HandleChineseCharacters);
        if (options.StripAccents is bool strip) json.WriteBoolean("strip_accents", strip);
        else json.WriteNull("strip_accents");
        json.WriteBoolean("lowercase", options.LowerCase);
        json.WriteEndObject();
    }

    private static void WriteDecoder(WordPieceDecoder? decoder, Utf8JsonWriter json)
    {
        if (decoder is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "WordPiece");
        json.WriteString("prefix", decoder.Prefix);
        json.WriteBoolean("cleanup", decoder.CleanUp);
        json.WriteEndObject();
    }
}
