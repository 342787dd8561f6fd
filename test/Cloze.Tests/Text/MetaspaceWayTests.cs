using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>
/// The fast way of words that begin with marks gives what the long way gives, ids, places and words, for every kind of
/// steps that it takes.
/// </summary>
public sealed class MetaspaceWayTests : IDisposable
{
    private static readonly string[] s_more =
    [
        " the cat  the", "``the'' cat's 'the", "\u2581the\u2581 cat", "a \u0301b", "\u0600 cat the\u0600 \u0600",
        "\u0001the \u0001 cat\u0001 \u0001the", "cat\u3000 the \u3000", "the\u00A0", "  ", " ", "\uFB01sh\u2026 \u00BD",
        "\u1112\u1161 \u11ABx \uD558\u11AB", "\uFF76\uFF9E \uFF9E\uFF76", "\u0E01\u0E33 \u0E33",
        "e\u0301 \u00C9t\u00E9", "\uD83C\uDDEB \uD83C\uDDF7", "\u0915\u094D \u0937", "the\tcat\r\n the\r \ncat",
        "\uFF1Cmask\uFF1E x", "<mask> the", "the  <mask>  cat",
        "\u200Bthe \u200B", "\u00B4the\u00B4", "THE CAT", "catcatcatcatcatcatcat the",
        "\u65E5\u672C\u8A9E\u65E5\u672C\u8A9E\u65E5 \u65E5\u672C\u8A9E the\u65E5",
    ];

    private readonly TemporaryFolder _folder = new();

    /// <summary>The names of definitions of <see cref="OracleTests"/>, and changes to them.</summary>
    public static TheoryData<string> Names =>
        ["unigram-xlm-roberta", "unigram-albert", "unigram-first", "joins", "joins and strips", "strips", "drops"];

    public void Dispose() => _folder.Dispose();

    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Names))]
    public void AnyMixtureGivesTheTokensOfTheLongWay(string name)
    {
        TokenizerDefinition definition = Load(name).Definition;
        Assert.NotNull(MetaspacePlan.Of(definition.Composed));
        var tokenizer = new Tokenizer(definition);
        TextEncoder longWay = LongWayOf(definition);
        string[] texts = [.. s_more, .. MixedText.Samples(1_500), .. MixedSpaces()];
        foreach (string text in texts)
        {
            for (int again = 0; again < 2; again++) Check(text, tokenizer, longWay);
        }
    }

    [Fact]
    public void ACharacterIsKnownOnlyWhereNothingJoinsIt()
    {
        var map = new CharacterMap([NormalizerStep.DecomposeCompatible, NormalizerStep.LowerCase], '\u2581');
        Assert.Equal((WordCharacter.Kept, null), (map.Find('a', out string? same), same));
        Assert.Equal((WordCharacter.Written, "a"), (map.Find('A', out string? lower), lower));
        Assert.Equal((WordCharacter.Written, "fi"), (map.Find('\uFB01', out string? two), two));
        string others = " \u00A0\n\u0301\u0600\u1100\u1161\u11A8\u0E33\uFF9E\u200D\uD800\uDC00\u2581\u094D\u00B4";
        Every.Item(others, character => Assert.Equal(WordCharacter.Other, map.Find(character, out _)));
    }

    [Fact]
    public void OtherStepsTakeNoSuchWay()
    {
        Assert.Null(MetaspacePlan.Of(Load("unigram-never").Definition.Composed));
        Assert.Null(MetaspacePlan.Of(null));
    }

    private static IEnumerable<string> MixedSpaces()
    {
        string[] parts =
            [" ", "  ", "   ", "the", "cat", "'", "``", "\u00E9", "\u65E5", "\u3000", "\u0301", "\u0001", "."];
        var random = new Random(3);
        for (int i = 0; i < 1_500; i++)
        {
            var chosen = Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]);
            yield return string.Concat(chosen);
        }
    }

    private static void Check(string text, Tokenizer tokenizer, TextEncoder longWay)
    {
        var expected = new TokenBuffer();
        var sink = new PlaceSink(expected);
        longWay.Append(text, ref sink);
        var found = new TokenBuffer();
        tokenizer.Append(text, found);
        var ids = new List<int>();
        tokenizer.AppendIds(text, ids);
        bool same = expected.Ids.SequenceEqual(found.Ids)
            && expected.Ids.SequenceEqual(CollectionsMarshal.AsSpan(ids))
            && expected.Offsets.SequenceEqual(found.Offsets)
            && expected.WordIds.SequenceEqual(found.WordIds)
            && expected.Names.SequenceEqual(found.Names);
        if (same) return;
        Assert.Fail(
            $"{JsonSerializer.Serialize(text)}\nexpected {Show(expected)}\nfound    {Show(found)}\nids alone "
            + string.Join(' ', ids));
    }

    private static string Show(TokenBuffer tokens)
    {
        var shown = new List<string>();
        for (int i = 0; i < tokens.Count; i++)
        {
            (int start, int end) = tokens.Offsets[i];
            shown.Add($"{tokens.Ids[i]}@{start}-{end}/{tokens.WordIds[i]}");
        }

        return string.Join(' ', shown);
    }

    // As TextEncoders makes it, without a fast way.
    private static TextEncoder LongWayOf(TokenizerDefinition definition)
    {
        Normalizer normalizer = definition.CreateNormalizer();
        string Form(AddedToken token) => normalizer.Normalize(token.Content, 0).Characters.ToString();
        ILookup<bool, AddedToken> tokens = definition.AddedTokens.ToLookup(token => token.Normalized);
        TokenModel model = definition.Model.Create(
            [.. definition.PiecesOfModel()], definition.Vocabulary.UnknownId, definition.Options);
        var analyzer = new TextAnalyzer(
            normalizer,
            model,
            new AddedTokenFinder(tokens[true].Select(token => (Form(token), token))),
            definition.Composed!.PreTokenizer);
        return new TextEncoder(
            new AddedTokenFinder(tokens[false].Select(token => (token.Content, token))), analyzer, null, null, null);
    }

    private Tokenizer Load(string name)
    {
        using JsonDocument definitions = Definitions();
        bool isOwn = definitions.RootElement.TryGetProperty(name, out JsonElement own);
        if (!isOwn) own = definitions.RootElement.GetProperty("unigram-xlm-roberta");
        _folder.Write("tokenizer.json", isOwn ? own.GetRawText() : Changed(own, name));
        return Tokenizer.Load(_folder.Path);
    }

    private static string Changed(JsonElement definition, string name)
    {
        JsonNode root = JsonNode.Parse(definition.GetRawText())!;
        var steps = new JsonArray(root["normalizer"]!.DeepClone());
        if (name.Contains("strips"))
        {
            steps.Add(JsonNode.Parse("""{"type":"Strip","strip_left":false,"strip_right":true}"""));
        }

        if (name.Contains("joins"))
        {
            steps.Add(JsonNode.Parse("""{"type":"Replace","pattern":{"Regex":" {2,}"},"content":"\u2581"}"""));
        }

        root["normalizer"] = new JsonObject { ["type"] = "Sequence", ["normalizers"] = steps };
        if (name != "drops")
        {
            root["pre_tokenizer"] = JsonNode.Parse(
                """{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always","split":true}""");
        }

        return root.ToJsonString();
    }

    private static JsonDocument Definitions([CallerFilePath] string thisFile = "") => JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(thisFile)!, "Oracle", "definitions.json")));
}
