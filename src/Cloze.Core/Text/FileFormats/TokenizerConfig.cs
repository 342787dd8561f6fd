using System.Text.Json;
using Cloze.Files;

namespace Cloze.Text;

/// <summary>What <c>tokenizer_config.json</c> says that matters here.</summary>
internal sealed record TokenizerConfig(TokenizerOptions Options, SpecialTokens SpecialTokens)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "tokenizer_config.json";

    private const long MaximumBytes = 1 << 24;

    /// <summary>
    /// Reads the file in a folder; what it does not say, or all where it is missing, is BERT's default.
    /// </summary>
    /// <exception cref="ClozeException">The file is malformed.</exception>
    public static TokenizerConfig Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        var names = new SpecialTokens();
        if (!File.Exists(path)) return new TokenizerConfig(new TokenizerOptions { ModelMaximumLength = null }, names);
        JsonField root = JsonField.ReadFile(path, MaximumBytes);
        return new TokenizerConfig(
            new TokenizerOptions
            {
                LowerCase = root.Optional("do_lower_case")?.Flag() ?? true,
                StripAccents = root.Optional("strip_accents")?.Flag(),
                HandleChineseCharacters = root.Optional("tokenize_chinese_chars")?.Flag() ?? true,
                ModelMaximumLength = MaximumLength(root.Optional("model_max_length")),
            },
            new SpecialTokens
            {
                Padding = Name(root.Optional("pad_token")) ?? names.Padding,
                Unknown = Name(root.Optional("unk_token")) ?? names.Unknown,
                Classification = Name(root.Optional("cls_token")) ?? names.Classification,
                Separator = Name(root.Optional("sep_token")) ?? names.Separator,
                Mask = Name(root.Optional("mask_token")) ?? names.Mask,
            });
    }

    /// <summary>Writes the file into a folder.</summary>
    /// <exception cref="ClozeException">The file cannot be written.</exception>
    public static void Write(string folder, TokenizerOptions options, SpecialTokens names) =>
        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            using var json = new Utf8JsonWriter(stream, TokenizerJsonWriter.Format);
            json.WriteStartObject();
            json.WriteString("tokenizer_class", "BertTokenizer");
            json.WriteBoolean("do_lower_case", options.LowerCase);
            if (options.StripAccents is bool strip) json.WriteBoolean("strip_accents", strip);
            else json.WriteNull("strip_accents");
            json.WriteBoolean("tokenize_chinese_chars", options.HandleChineseCharacters);
            if (options.ModelMaximumLength is int length) json.WriteNumber("model_max_length", length);
            json.WriteString("unk_token", names.Unknown);
            json.WriteString("sep_token", names.Separator);
            json.WriteString("pad_token", names.Padding);
            json.WriteString("cls_token", names.Classification);
            json.WriteString("mask_token", names.Mask);
            json.WriteEndObject();
        });

    // Written as 1e30 where there is no limit.
    private static int? MaximumLength(JsonField? field)
    {
        if (field is not { } found) return null;
        return found.Number() > int.MaxValue ? null : found.Integer(1, int.MaxValue);
    }

    // A name, or an object that describes the token in full.
    private static string? Name(JsonField? field) =>
        field is not { } found ? null : found.IsObject ? found["content"].Text() : found.Text();
}
