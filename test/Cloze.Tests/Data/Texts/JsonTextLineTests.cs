using System.Text;
using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class JsonTextLineTests
{
    [Fact]
    public void JsonLinesGiveTextPairAndId()
    {
        TextRecord[] lines = Read(
            "{\"text\":\"a\",\"pair\":\"b\",\"id\":\"x\"}\n\n"
            + "{\"text\":\"c\",\"id\":12345678901234567890}\n{\"text\":\"d\"}");
        Assert.Equal(["a", "c", "d"], lines.Select(line => line.Text));
        Assert.Equal([1L, 3L, 4L], lines.Select(line => line.Line));
        Assert.Equal(["b", null, null], lines.Select(line => line.Pair));
        Assert.Equal(["\"x\"", "12345678901234567890", null], lines.Select(line => line.Id?.GetRawText()));
    }

    [Theory]
    [InlineData("plain", "found no JSON at byte 1 of plain")]
    [InlineData("{\"text\":5}", "\"text\" is 5")]
    [InlineData("[1]", "found [1]")]
    [InlineData("{\"text\":null}", "found {\"text\":null}")]
    [InlineData("{\"text\":\"a\",\"pair\":[]}", "\"pair\" is []")]
    [InlineData("{\"text\":\"cut \\ud83d\"}", "\"text\" has half a surrogate pair, \"cut \\ud83d\"")]
    [InlineData("{\"text\":\"a\",\"pair\":\"\\udc00\"}", "\"pair\" has half a surrogate pair")]
    [InlineData("{\"a\":\"b\",\"\\ud800\":1}", "a name in it has half a surrogate pair")]
    [InlineData("{\"text\": NaN}", "\"text\" is NaN")]
    [InlineData("{\"text\": \"a\", \"pair\": -Infinity}", "\"pair\" is -Infinity")]
    [InlineData("{\"text\": \"a\", \"id\": NaN}", "its \"id\" is NaN and neither a string nor a number")]
    [InlineData("{\"text\": \"a\", \"id\": [1]}", "its \"id\" is [1] and neither a string nor a number")]
    [InlineData("{\"text\": \"a\", \"id\": \"\\ud800\"}", "\"id\" has half a surrogate pair")]
    [InlineData("{\"score\": NaN, \"text\": nope}", "found no JSON at byte 25 of {\"score\": NaN, \"text\": nope}")]
    [InlineData("{\"text\":\"a\"", "found no JSON at byte 12 of {")]
    public void ABadLineIsRefusedAndTheOthersAreThere(string bad, string found)
    {
        TextRecord[] lines = Read($"{{\"text\":\"a\"}}\n{bad}\n{{\"text\":\"c\"}}\n");
        Assert.Equal([1L, 2L, 3L], lines.Select(line => line.Line));
        Assert.Equal((null, null), (lines[0].Refusal, lines[2].Refusal));
        Assert.StartsWith("expected a JSON object with a string \"text\", ", lines[1].Refusal!.Message);
        Assert.Contains(found, lines[1].Refusal!.Message);
        Assert.Contains("`text_field` names the field", lines[1].Refusal!.Hint);
    }

    [Theory]
    [InlineData("{\"score\": NaN, \"text\": \"a NaN\", \"more\": [-Infinity, Infinity]}")]
    [InlineData("  {\"text\": \"a NaN\"}")]
    [InlineData("\n\n{\"text\": \"a NaN\", \"quoted\": \"\\\" NaN\", \"score\": NaN}")]
    public void TheFirstCharacterDecidesThatLinesAreJson(string first)
    {
        TextRecord[] lines = Read(first + "\n{\"text\": \"b\"}\n");
        Assert.Equal(["a NaN", "b"], lines.Select(line => line.Text));
    }

    [Fact]
    public void AFirstLineThatIsBrokenJsonIsNoPlainText()
    {
        TextRecord[] lines = Read("{\"text\": \"a\n{\"text\": \"b\"}\n");
        Assert.NotNull(lines[0].Refusal);
        Assert.Equal("b", lines[1].Text);
    }

    private static TextRecord[] Read(string content)
    {
        using var input = TextInput.From(new MemoryStream(Encoding.UTF8.GetBytes(content)), "memory");
        return [.. input.Read()];
    }
}
