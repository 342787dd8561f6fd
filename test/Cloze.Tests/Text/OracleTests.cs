using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cloze.Cli.Rendering;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>
/// What Hugging Face's own library answers for the definitions and texts in <c>Oracle</c>; written by
/// <c>tools/tokenizer-oracle</c>.
/// </summary>
public sealed class OracleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryAnswerIsTheLibrarys()
    {
        using JsonDocument definitions = Read("definitions.json"), answers = Read("answers.json");
        int asked = 0;
        var wrong = new List<string>();
        foreach (JsonProperty definition in definitions.RootElement.EnumerateObject())
        {
            Tokenizer tokenizer = Load(definition);
            tokenizer.Save(_folder.File("saved"));
            var saved = Tokenizer.Load(_folder.File("saved"));
            foreach (JsonElement answer in answers.RootElement.GetProperty(definition.Name).EnumerateArray())
            {
                asked++;
                string expected = Expected(definition.Name, answer);
                foreach (Tokenizer each in new[] { tokenizer, saved })
                {
                    string found = Found(definition.Name, each, answer);
                    if (found != expected) wrong.Add($"expected {expected}\nfound {found}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} are wrong, the first:\n{string.Join('\n', wrong.Take(8))}");

        Assert.Equal(48 * 37, asked);
    }

    [Trait("Slow", "Emulated")]
    [Fact]
    public void EveryCharacterIsAMarkOrPartOfAWordAsForTheLibrary()
    {
        using JsonDocument characters = Read("characters.json");
        HashSet<int> combining = Set(characters, "combining"), word = Set(characters, "word");
        Assert.Equal((2_097, 144_667), (combining.Count, word.Count));
        var normalizer = new Normalizer([NormalizerStep.RemoveMarks]);
        var wrong = new List<string>();
        for (int scalar = 0; scalar < 0x110000; scalar++)
        {
            if (scalar is >= 0xD800 and < 0xE000) continue;
            bool removed = normalizer.Normalize($"a{char.ConvertFromUtf32(scalar)}", 0).Characters.Length == 1;
            if (removed != combining.Contains(scalar)) wrong.Add($"mark {scalar:X}");
            if (UnicodeData.IsWord(scalar) != word.Contains(scalar)) wrong.Add($"word {scalar:X}");
        }

        Assert.Empty(wrong);
    }

    private static HashSet<int> Set(JsonDocument characters, string name) =>
    [
        .. from range in characters.RootElement.GetProperty(name).GetString()!.Split(' ')
           let ends = range.Split("..").Select(digits => int.Parse(digits, NumberStyles.HexNumber)).ToArray()
           from scalar in Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)
           select scalar,
    ];

    private Tokenizer Load(JsonProperty definition)
    {
        _folder.Write("tokenizer.json", definition.Value.GetRawText());
        return Tokenizer.Load(_folder.Path);
    }

    private static string Expected(string name, JsonElement answer) => string.Join(
        '\n',
        $"{name}: {answer.GetProperty("text").GetRawText()}",
        answer.GetProperty("ids").GetRawText(),
        answer.GetProperty("types").GetRawText(),
        answer.GetProperty("offsets").GetRawText(),
        JsonSerializer.Serialize(answer.GetProperty("decoded").GetString()));

    private static string Found(string name, Tokenizer tokenizer, JsonElement answer)
    {
        string text = answer.GetProperty("text").GetString()!;
        string? pair = answer.TryGetProperty("pair", out JsonElement second) ? second.GetString() : null;
        Encoding encoding = tokenizer.Encode(text, pair);
        IEnumerable<string> offsets = Offsets.Of(encoding, text, pair, Offsets.CodePoints)
            .Select(place => $"[{place.Start},{place.End}]");
        return string.Join(
            '\n',
            $"{name}: {answer.GetProperty("text").GetRawText()}",
            $"[{string.Join(',', encoding.InputIds)}]",
            $"[{string.Join(',', encoding.TokenTypeIds)}]",
            $"[{string.Join(',', offsets)}]",
            JsonSerializer.Serialize(tokenizer.Decode(encoding.InputIds.AsSpan())));
    }

    private static JsonDocument Read(string name, [CallerFilePath] string thisFile = "") =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(thisFile)!, "Oracle", name)));
}
