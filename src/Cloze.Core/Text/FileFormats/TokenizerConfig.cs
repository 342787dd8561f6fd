using System.Text.Json;
using Cloze.Files;

namespace Cloze.Text;

/// <summary>What <c>tokenizer_config.json</c> says that matters here.</summary>
internal sealed record TokenizerConfig
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "tokenizer_config.json";

    private const long MaximumBytes = 1 << 24;
    private const string LowerCaseName = "do_lower_case", StripAccentsName = "strip_accents";
    private const string ChineseName = "tokenize_chinese_chars", PrefixSpaceName = "add_prefix_space";

    /// <summary>How text is treated; what the file does not say, or all where it is missing, is BERT's.</summary>
    public TokenizerOptions Options { get; private init; } = new() { ModelMaximumLength = null };

    /// <summary>The names of the special tokens.</summary>
    public SpecialTokens SpecialTokens { get; private init; } = new();

    /// <summary>The class of the tokenizer.</summary>
    public required TokenizerClass Class { get; init; }

    /// <summary>Added tokens, with the places that say them; null where the file has no such list.</summary>
    public IReadOnlyList<(AddedToken Token, JsonField Place)>? AddedTokens { get; private init; }

    /// <summary>More tokens that are special, by name.</summary>
    public IReadOnlyList<string> MoreSpecialTokens { get; private init; } = [];

    /// <summary>Whether the file says if text is lower-cased.</summary>
    public bool SaysCase { get; private init; }

    /// <summary>Whether a text that does not begin with a space gets one; null where it is not said.</summary>
    public bool? AddsPrefixSpace { get; private init; }

    private bool SaysAccents { get; init; }

    private bool SaysChinese { get; init; }

    /// <summary>Reads the file in a folder, and the older one of special tokens beside it.</summary>
    /// <exception cref="ClozeException">A file is malformed.</exception>
    public static TokenizerConfig Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        JsonField? read = File.Exists(path) ? JsonField.ReadFile(path, MaximumBytes) : null;
        JsonField? map = SpecialTokenNames.ReadMap(folder, read);
        var names = SpecialTokenNames.Read(map, read);
        if (read is not { } root)
        {
            return new TokenizerConfig
            {
                Class = TokenizerClass.Read(null, folder),
                SpecialTokens = names,
                MoreSpecialTokens = SpecialTokenNames.ReadMore(map),
            };
        }

        return new TokenizerConfig
        {
            Class = TokenizerClass.Read(root, folder),
            Options = ReadOptions(root),
            SpecialTokens = names,
            AddedTokens = root.Optional("added_tokens_decoder") is { } added
                ? [.. added.Members().Select(member => (AddedTokenJson.Read(member.Field, member.Name), member.Field))]
                : null,
            MoreSpecialTokens = [.. SpecialTokenNames.ReadMore(root), .. SpecialTokenNames.ReadMore(map)],
            SaysCase = root.Has(LowerCaseName),
            AddsPrefixSpace = root.Optional(PrefixSpaceName)?.Flag(),
            SaysAccents = root.Has(StripAccentsName),
            SaysChinese = root.Has(ChineseName),
        };
    }

    /// <summary>
    /// The options of a BERT normaliser in <c>tokenizer.json</c> where this file says otherwise: for BERT's classes it
    /// is this one that counts, as for Hugging Face.
    /// </summary>
    /// <param name="normalizer">The options there.</param>
    /// <param name="pieces">The pieces of that file; a sentence is noted where the two disagree.</param>
    public TokenizerOptions Over(TokenizerOptions normalizer, PieceList pieces)
    {
        if (!Class.IsBert) return normalizer;
        TokenizerOptions result = normalizer with
        {
            LowerCase = SaysCase ? Options.LowerCase : normalizer.LowerCase,
            StripAccents = SaysAccents ? Options.StripAccents : normalizer.StripAccents,
            HandleChineseCharacters = SaysChinese
                ? Options.HandleChineseCharacters
                : normalizer.HandleChineseCharacters,
        };
        string[] differences =
        [
            .. Difference(LowerCaseName, result.LowerCase, normalizer.LowerCase),
            .. Difference(StripAccentsName, result.StripAccents, normalizer.StripAccents),
            .. Difference(ChineseName, result.HandleChineseCharacters, normalizer.HandleChineseCharacters),
        ];
        if (differences.Length > 0)
        {
            pieces.Note($"{pieces.Source} and {FileName} beside it disagree: {string.Join(", ", differences)}. "
                + "The latter counts, as for Hugging Face's library.");
        }

        return result;
    }

    /// <summary>
    /// Writes the file into a folder; where the model does not know token types, Hugging Face's libraries must not give
    /// it any: the class is then one that is whatever <c>tokenizer.json</c> says.
    /// </summary>
    /// <exception cref="ClozeException">The file cannot be written.</exception>
    public static void Write(string folder, TokenizerDefinition definition, bool looksAtTypes) =>
        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            using var json = new Utf8JsonWriter(stream, TokenizerJsonWriter.Format);
            json.WriteStartObject();
            WriteOptions(definition, looksAtTypes, json);
            SpecialTokens names = definition.Vocabulary.SpecialTokens;
            json.WriteString("unk_token", names.Unknown);
            json.WriteString("sep_token", names.Separator);
            json.WriteString("pad_token", names.Padding);
            json.WriteString("cls_token", names.Classification);
            json.WriteString("mask_token", names.Mask);
            if (!looksAtTypes) WriteInputs(json);
            json.WriteEndObject();
        });

    private static void WriteInputs(Utf8JsonWriter json)
    {
        json.WriteStartArray("model_input_names");
        json.WriteStringValue("input_ids");
        json.WriteStringValue("attention_mask");
        json.WriteEndArray();
    }

    // To BERT's class belong token types: JavaScript's library gives them to the model whatever its inputs are.
    private static void WriteOptions(TokenizerDefinition definition, bool looksAtTypes, Utf8JsonWriter json)
    {
        TokenizerOptions options = definition.Options;
        bool bert = definition.Composed is null && looksAtTypes;
        json.WriteString("tokenizer_class", bert ? "BertTokenizer" : definition.ClassName ?? "PreTrainedTokenizerFast");
        if (bert)
        {
            json.WriteBoolean(LowerCaseName, options.LowerCase);
            if (options.StripAccents is bool strip) json.WriteBoolean(StripAccentsName, strip);
            else json.WriteNull(StripAccentsName);
            json.WriteBoolean(ChineseName, options.HandleChineseCharacters);
        }
        else if (definition.Composed?.PreTokenizer is [ByteLevelStep step])
        {
            json.WriteBoolean(PrefixSpaceName, step.AddsSpace);
        }

        if (options.ModelMaximumLength is int length) json.WriteNumber("model_max_length", length);
    }

    private static TokenizerOptions ReadOptions(JsonField root) => new()
    {
        LowerCase = root.Optional(LowerCaseName)?.Flag() ?? true,
        StripAccents = root.Optional(StripAccentsName)?.Flag(),
        HandleChineseCharacters = root.Optional(ChineseName)?.Flag() ?? true,
        ModelMaximumLength = MaximumLength(root.Optional("model_max_length")),
    };

    private static IEnumerable<string> Difference(string name, bool? here, bool? there)
    {
        if (here == there) yield break;
        yield return $"{name} is {Json(there)} in the one, {Json(here)} in the other";
    }

    private static string Json(bool? value) => value switch { true => "true", false => "false", null => "null" };

    // Written as 1e30 where there is no limit.
    private static int? MaximumLength(JsonField? field)
    {
        if (field is not { } found) return null;
        return found.Number() > int.MaxValue ? null : found.Integer(1, int.MaxValue);
    }
}
