using System.Text.Json;
using Cloze.Text;

namespace Cloze.Tests.Text;

/// <summary>One line of a golden file: a call of the reference tokenizer and what it gave.</summary>
internal sealed record GoldenLine(string Place, JsonElement Json)
{
    public string Text => Json.GetProperty("text").GetString()!;

    public string? Pair => Json.TryGetProperty("pair", out JsonElement pair) ? pair.GetString() : null;

    public EncodingOptions Options => new()
    {
        AddSpecialTokens = !Json.TryGetProperty("add_special_tokens", out JsonElement add) || add.GetBoolean(),
        MaximumLength = Json.TryGetProperty("max_length", out JsonElement length) ? length.GetInt32() : null,
        Truncation = !Json.TryGetProperty("truncation", out JsonElement truncation)
            ? TruncationStrategy.LongestFirst
            : truncation.GetString() switch
            {
                "only_first" => TruncationStrategy.OnlyFirst,
                "only_second" => TruncationStrategy.OnlySecond,
                _ => TruncationStrategy.LongestFirst,
            },
    };

    public static IEnumerable<GoldenLine> Read(string path) => File.ReadLines(path).Select((line, i) =>
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return new GoldenLine($"{Path.GetFileName(path)}:{i + 1}", document.RootElement.Clone());
    });

    /// <summary>What differs between the reference and the tokenizer, readably; nothing where all is equal.</summary>
    public IEnumerable<string> Differences(Tokenizer tokenizer)
    {
        Encoding? encoding = null;
        string? error = null;
        try
        {
            encoding = tokenizer.Encode(Text, Pair, Options);
        }
        catch (ClozeException refused)
        {
            error = refused.Message;
        }

        if (Json.TryGetProperty("error", out JsonElement expectedError))
        {
            bool missing = expectedError.GetString()!.Contains("Second sequence");
            bool same = error is not null && error.Contains(missing ? "no second text" : "would have to go");
            if (!same) yield return $"expected refusal '{expectedError}', got '{error}'";
            yield break;
        }

        if (encoding is null)
        {
            yield return $"refused: {error}";
            yield break;
        }

        string?[] differences =
        [
            Compare("input_ids", encoding.InputIds.Select(id => $"{id}")),
            Compare("tokens", encoding.Tokens),
            Compare("token_type_ids", encoding.TokenTypeIds.Select(id => $"{id}")),
            Compare("attention_mask", encoding.AttentionMask.Select(id => $"{id}")),
            Compare("special_tokens_mask", encoding.SpecialTokensMask.Select(id => $"{id}")),
            Compare("offsets_utf16", encoding.Offsets.Select(span => $"[{span.Start},{span.End}]")),
            Decoded(tokenizer.Decode(encoding.InputIds.AsSpan())),
        ];
        foreach (string? difference in differences)
        {
            if (difference is not null) yield return difference;
        }
    }

    public override string ToString() => $"{Place} {Json.GetProperty("text").GetRawText()}";

    private string? Compare(string field, IEnumerable<string> found)
    {
        string[] expected = [.. Json.GetProperty(field).EnumerateArray().Select(
            item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText().Replace(" ", ""))];
        string[] actual = [.. found];
        if (expected.SequenceEqual(actual)) return null;
        int at = 0;
        while (at < Math.Min(expected.Length, actual.Length) && expected[at] == actual[at]) at++;
        string[] sides = [Window(expected, at), Window(actual, at)];
        return $"{field} differ at {at} of {expected.Length}/{actual.Length}: expected {sides[0]}, got {sides[1]}";
    }

    private string? Decoded(string found) =>
        Json.GetProperty("decoded").GetString() is var expected && expected == found
            ? null
            : $"decoded: expected {JsonSerializer.Serialize(expected)}, got {JsonSerializer.Serialize(found)}";

    private static string Window(string[] items, int at) => string.Join(' ', items.Skip(at).Take(6));
}
