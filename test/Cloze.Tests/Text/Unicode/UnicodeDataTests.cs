using System.Globalization;
using System.Text;
using System.Text.Json;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>Compares every Unicode scalar value with what the reference does with it.</summary>
public class UnicodeDataTests
{
    private static readonly Lazy<JsonElement> s_golden = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Require("golden/tokenizer/codepoints.json"))).RootElement);

    [Theory]
    [InlineData("clean_text_removes", CharacterProperties.Removed)]
    [InlineData("clean_text_turns_into_space", CharacterProperties.Space)]
    [InlineData("chinese_characters_spaced", CharacterProperties.Chinese)]
    [InlineData("strip_accents_removes", CharacterProperties.Mark)]
    [InlineData("pre_tokenizer_splits_as_punctuation", CharacterProperties.Punctuation)]
    [InlineData("pre_tokenizer_splits_and_drops_as_white_space", CharacterProperties.White)]
    internal void EverySetHasTheReferencesMembers(string key, CharacterProperties property)
    {
        HashSet<int> expected = Set(key);
        AssertEveryScalar(scalar => expected.Contains(scalar) == ((UnicodeData.Properties(scalar) & property) != 0));
    }

    [Fact]
    public void EveryScalarHasTheReferencesLowerCase()
    {
        Dictionary<int, int[]> expected = Map("lowercase_only");
        AssertEveryScalar(scalar => UnicodeData.Lower(scalar).SequenceEqual(expected.GetValueOrDefault(scalar, [])));
    }

    [Trait("Slow", "Emulated")]
    [Fact]
    public void EveryScalarIsNormalizedAsTheReferenceDoes()
    {
        var normalizer = new Normalizer(new TokenizerOptions { CleanText = false, HandleChineseCharacters = false });
        Dictionary<int, int[]> changed = Map("uncased_normalizer");
        HashSet<int> marks = Set("strip_accents_removes");
        HashSet<int> cleaned = [.. Set("clean_text_removes"), .. Set("clean_text_turns_into_space")];
        AssertEveryScalar(scalar =>
        {
            if (UnicodeData.IsHangul(scalar) || cleaned.Contains(scalar)) return true;
            string found = normalizer.Normalize(new Rune(scalar).ToString(), 0).Characters.ToString();
            int[] expected = marks.Contains(scalar) ? [] : changed.GetValueOrDefault(scalar, [scalar]);
            return found.EnumerateRunes().Select(rune => rune.Value).SequenceEqual(expected);
        });
    }

    [Fact]
    public void EveryHangulSyllableBecomesItsJamo()
    {
        int[] jamo = new int[3];
        for (int scalar = 0xAC00; scalar <= 0xD7A3; scalar++)
        {
            int count = UnicodeData.DecomposeHangul(scalar, jamo);
            string expected = ((char)scalar).ToString().Normalize(NormalizationForm.FormD);
            Assert.Equal(expected, string.Concat(jamo[..count].Select(c => (char)c)));
        }
    }

    [Fact]
    public void MarksAreSortedAsUnicodeSorts()
    {
        int[] marks = [.. Enumerable.Range(0, 0x20000).Where(c => Rune.IsValid(c) && UnicodeData.MarkOrder(c) > 0)];
        foreach (int first in marks.Where((_, i) => i % 7 == 0))
        {
            foreach (int second in marks.Where((_, i) => i % 11 == 0))
            {
                string text = "a" + new Rune(first) + new Rune(second);
                List<(int Scalar, int)> decomposed = Decomposition.Of(new AlignedText(text, 0), compatible: false);
                IEnumerable<Rune> found = decomposed.Select(c => new Rune(c.Scalar));
                Assert.Equal(text.Normalize(NormalizationForm.FormD), string.Concat(found));
            }
        }
    }

    [Trait("Slow", "Emulated")]
    [Fact]
    public void TheFastTableAgreesWithTheStepsForEveryScalarAndSetting()
    {
        foreach (TokenizerOptions options in Settings())
        {
            var steps = new Normalizer(options);
            var table = new CharacterTable(options);
            AssertEveryScalar(scalar => CharacterTable.Kind(table[scalar]) == CharacterKind.Reordered
                || Slowly(steps, scalar) == Fast(table, scalar));
        }
    }

    private static IEnumerable<TokenizerOptions> Settings() =>
        from clean in new[] { true, false }
        from chinese in new[] { true, false }
        from strip in new[] { true, false }
        from lower in new[] { true, false }
        where clean == chinese || (strip && lower)
        select new TokenizerOptions
        {
            CleanText = clean,
            HandleChineseCharacters = chinese,
            StripAccents = strip,
            LowerCase = lower,
        };

    // The words that one character makes, with a space between them.
    private static string Slowly(Normalizer steps, int scalar)
    {
        var result = new StringBuilder();
        foreach (Rune rune in steps.Normalize(new Rune(scalar).ToString(), 0).Characters.EnumerateRunes())
        {
            Append(result, CharacterTable.Plain(rune.Value), rune.Value);
        }

        return Trim(result);
    }

    private static string Fast(CharacterTable table, int scalar)
    {
        int entry = table[scalar];
        CharacterKind kind = CharacterTable.Kind(entry);
        int[] jamo = new int[3];
        int[] sequence = kind switch
        {
            CharacterKind.Sequence => table.Sequence(entry).ToArray(),
            CharacterKind.Hangul => jamo[..UnicodeData.DecomposeHangul(scalar, jamo)],
            _ => [],
        };
        var result = new StringBuilder();
        foreach (int part in sequence) Append(result, CharacterTable.Plain(part), part);
        if (sequence.Length == 0) Append(result, kind, CharacterTable.Target(entry, scalar));
        return Trim(result);
    }

    private static void Append(StringBuilder words, CharacterKind kind, int scalar)
    {
        if (kind is CharacterKind.Isolated or CharacterKind.Separator) words.Append(' ');
        if (kind is CharacterKind.Isolated or CharacterKind.Word) words.Append(new Rune(scalar));
        if (kind is CharacterKind.Isolated) words.Append(' ');
    }

    private static string Trim(StringBuilder words) =>
        string.Join(' ', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static HashSet<int> Set(string key) => [.. s_golden.Value.GetProperty(key).EnumerateArray()
        .Select(item => item.GetString()!.Split('-'))
        .SelectMany(ends => Enumerable.Range(Hex(ends[0]), Hex(ends[^1]) - Hex(ends[0]) + 1))];

    private static Dictionary<int, int[]> Map(string key) => s_golden.Value.GetProperty(key).EnumerateObject()
        .ToDictionary(item => Hex(item.Name), item => item.Value.GetString()!.Split(' ').Select(Hex).ToArray());

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static void AssertEveryScalar(Func<int, bool> holds)
    {
        List<string> wrong = [.. Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Where(scalar => !holds(scalar))
            .Select(scalar => $"U+{scalar:X4}").Take(20)];
        Assert.True(wrong.Count == 0, $"differ: {string.Join(' ', wrong)}");
    }
}
