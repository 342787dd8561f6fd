using System.Text.Json;

namespace Cloze.Text;

/// <summary>Writes the model of <c>tokenizer.json</c>, of each kind.</summary>
internal static class ModelJsonWriter
{
    /// <summary>Writes it.</summary>
    public static void Write(TokenizerDefinition definition, Utf8JsonWriter json)
    {
        json.WriteStartObject("model");
        json.WriteString("type", definition.Model.Kind);
        switch (definition.Model)
        {
            case WordPieceDefinition pieces:
                json.WriteString("unk_token", definition.Vocabulary.SpecialTokens.Unknown);
                json.WriteString("continuing_subword_prefix", pieces.Prefix);
                json.WriteNumber("max_input_chars_per_word", definition.Options.MaximumCharactersPerWord);
                WritePieces(definition, json);
                break;
            case BytePairDefinition pairs:
                WriteOptions(pairs, definition.Vocabulary.SpecialTokens.Unknown, json);
                WritePieces(definition, json);
                WriteMerges(pairs.Merges, json);
                break;
            case UnigramDefinition unigram:
                WriteUnigram(unigram, definition, json);
                break;
        }

        json.WriteEndObject();
    }

    private static void WritePieces(TokenizerDefinition definition, Utf8JsonWriter json)
    {
        json.WriteStartObject("vocab");
        foreach ((int id, string piece) in definition.PiecesOfModel().Index())
        {
            if (piece.Length > 0) json.WriteNumber(piece, id);
        }

        json.WriteEndObject();
    }

    private static void WriteOptions(BytePairDefinition pairs, string unknown, Utf8JsonWriter json)
    {
        json.WriteNull("dropout");
        if (pairs.HasUnknown) json.WriteString("unk_token", unknown);
        else json.WriteNull("unk_token");
        json.WriteString("continuing_subword_prefix", pairs.Prefix);
        json.WriteString("end_of_word_suffix", "");
        json.WriteBoolean("fuse_unk", pairs.FusesUnknown);
        json.WriteBoolean("byte_fallback", pairs.ByteFallback);
        json.WriteBoolean("ignore_merges", pairs.TakesWholeWords);
    }

    // In strings, which older versions read too, unless a piece has a space in it.
    private static void WriteMerges(IReadOnlyList<(string Left, string Right)> merges, Utf8JsonWriter json)
    {
        bool spaces = merges.Any(merge => merge.Left.AsSpan().Contains(' ') || merge.Right.AsSpan().Contains(' '));
        json.WriteStartArray("merges");
        foreach ((string left, string right) in merges)
        {
            if (!spaces)
            {
                json.WriteStringValue($"{left} {right}");
                continue;
            }

            json.WriteStartArray();
            json.WriteStringValue(left);
            json.WriteStringValue(right);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteUnigram(UnigramDefinition unigram, TokenizerDefinition definition, Utf8JsonWriter json)
    {
        if (unigram.UnknownId is int unknown) json.WriteNumber("unk_id", unknown);
        else json.WriteNull("unk_id");
        json.WriteStartArray("vocab");
        foreach ((int id, string piece) in definition.PiecesOfModel().Index())
        {
            json.WriteStartArray();
            json.WriteStringValue(piece);
            json.WriteNumberValue(unigram.Scores[id]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteBoolean("byte_fallback", unigram.ByteFallback);
    }
}
