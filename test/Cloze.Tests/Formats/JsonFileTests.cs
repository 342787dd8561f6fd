using Cloze.Formats;
using Xunit;

namespace Cloze.Tests.Formats;

public sealed class JsonFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FieldsAreReadByType()
    {
        JsonFile json = JsonFile.Read(_folder.Write("config.json",
            "\uFEFF" + """
            {"i":-7,"n":1e-12,"b":true,"s":"gelu","m":{"k":"v"},"null":null,"odd":[{}]}
            """));
        Assert.Equal(-7, json.GetInteger("i", 1));
        Assert.Equal(1e-12, json.GetNumber("n", 1));
        Assert.True(json.GetBoolean("b", false));
        Assert.Equal("gelu", json.GetString("s", null));
        Assert.Equal("v", json.GetStringMap("m")["k"]);
        Assert.True(json.Has("odd"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("null")]
    public void AbsentAndNullFieldsGiveTheDefault(string field)
    {
        JsonFile json = JsonFile.Read(_folder.Write("config.json", """{"null":null}"""));
        Assert.False(json.Has(field));
        Assert.Equal(12, json.GetInteger(field, 12));
        Assert.Equal(0.5, json.GetNumber(field, 0.5));
        Assert.True(json.GetBoolean(field, true));
        Assert.Equal("x", json.GetString(field, "x"));
        Assert.Null(json.GetString(field, null));
        Assert.Empty(json.GetStringMap(field));
    }

    [Theory]
    [InlineData("\"12\"", "integer", "is \"12\", expected a whole number.")]
    [InlineData("1.5", "integer", "is 1.5, expected a whole number.")]
    [InlineData("3000000000", "integer", "is 3000000000, expected a whole number.")]
    [InlineData("[1]", "integer", "is a list, expected a whole number.")]
    [InlineData("\"a\"", "number", "is \"a\", expected a number.")]
    [InlineData("1e999", "number", "is 1e999, expected a finite number.")]
    [InlineData("1", "boolean", "is 1, expected true or false.")]
    [InlineData("{}", "string", "is an object, expected a string.")]
    [InlineData("\"\\ud800\"", "string", "is \"\\ud800\", expected a string.")]
    [InlineData("[]", "map", "is a list, expected an object of strings.")]
    [InlineData("{\"a\":1}", "map", "is an object, expected an object of strings.")]
    [InlineData("1.00000000000000000000000000000000000000000000001", "integer",
        "is 1.00000000000000000000000000000000000000..., expected a whole number.")]
    public void AFieldOfAnotherTypeIsNamed(string value, string type, string expected)
    {
        string path = _folder.Write("config.json", $$"""{"field":{{value}}}""");
        JsonFile json = JsonFile.Read(path);
        var error = Assert.Throws<ClozeException>(() => _ = type switch
        {
            "integer" => json.GetInteger("field", 0),
            "number" => json.GetNumber("field", 0),
            "boolean" => json.GetBoolean("field", false),
            "string" => json.GetString("field", null),
            _ => (object?)json.GetStringMap("field"),
        });
        Assert.Equal($"{path}: field \"field\" {expected}", error.Message);
        Assert.Equal("Mend \"field\" in the file.", error.Hint);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    public void ANumberThatIsNoneIsRefusedOnlyWhereItIsAskedFor(string value)
    {
        string path = _folder.Write(
            "config.json", $$"""{"a":{"b":[{{value}}, 1]},"n":{{value}},"s":"NaN \"NaN","i":7}""");
        JsonFile json = JsonFile.Read(path);
        Assert.Equal(7, json.GetInteger("i", 1));
        Assert.Equal("NaN \"NaN", json.GetString("s", null));
        Assert.True(json.Has("a"));
        foreach (Action read in (Action[])
            [() => json.GetNumber("n", 1), () => json.GetInteger("n", 1), () => json.GetString("n", null)])
        {
            string message = Assert.Throws<ClozeException>(read).Message;
            Assert.StartsWith($"{path}: field \"n\" is {value}, expected a ", message);
        }
    }

    [Theory]
    [InlineData("{\n  \"a\": NaN,\n  \"b\": oops\n}", "line 3, byte 8: ")]
    [InlineData("{\"a\": -Infinity, \"b\" 1}", "line 1, byte 22: ")]
    [InlineData("{\"a\": NaNo}", "line 1, byte 10: ")]
    public void AMistakeIsFoundWhereEditorsCountIt(string text, string place)
    {
        string path = _folder.Write("config.json", text);
        string message = Assert.Throws<ClozeException>(() => JsonFile.Read(path)).Message;
        Assert.StartsWith($"{path} is not valid JSON: {place}", message);
        Assert.DoesNotContain("LineNumber", message);
    }

    [Theory]
    [InlineData("[1]", " holds a list, expected a JSON object.")]
    [InlineData("{\"a\":1,}", " is not valid JSON: ")]
    [InlineData("{\"a\":1,\"a\":2}", " is not valid JSON: ")]
    [InlineData("", " is empty or no file at all.")]
    public void AFileThatIsNoJsonObjectIsRefused(string text, string expected)
    {
        string path = _folder.Write("config.json", text);
        Assert.StartsWith(path + expected, Assert.Throws<ClozeException>(() => JsonFile.Read(path)).Message);
    }

    [Fact]
    public void BytesThatAreNoTextAreRefused()
    {
        string path = _folder.Write("config.json", [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]);
        Assert.StartsWith($"{path} is not valid JSON: line 1, byte 3: it is not UTF-8.",
            Assert.Throws<ClozeException>(() => JsonFile.Read(path)).Message);
    }

    [Fact]
    public void AFileThatIsMissingTooLargeOrDeepIsRefused()
    {
        string none = _folder.File("none.json");
        Assert.Equal($"There is no file {none}.", Assert.Throws<ClozeException>(() => JsonFile.Read(none)).Message);
        string large = _folder.Write("large.json", new byte[1001]);
        Assert.Equal($"{large} has 1001 bytes, expected at most 1000.",
            Assert.Throws<ClozeException>(() => JsonFile.Read(large, 1000)).Message);
        string deep = _folder.Write("deep.json", "{\"a\":" + new string('[', 100_000));
        Assert.Throws<ClozeException>(() => JsonFile.Read(deep));
    }
}
