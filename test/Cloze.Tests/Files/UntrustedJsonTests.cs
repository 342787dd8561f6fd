using System.Text.Json;
using Cloze.Files;
using Cloze.Formats;
using Cloze.Text;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Files;

/// <summary>
/// The runtime takes for JSON what throws <see cref="InvalidOperationException"/> when it is asked for: bytes that are
/// no UTF-8, and half a surrogate pair. Found by fuzzing; every reader of JSON refuses both with a message.
/// </summary>
public sealed class UntrustedJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Broken =>
        ["{\"a\":\"b\uFFFFc\"}", "{\"\uFFFF\":{}}", "{\"a\":\uFFFF}", "{\"model_max_length\":\"\uFFFF\"}"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Broken))]
    public void EveryReaderRefusesIt(string json)
    {
        string path = _folder.Write("tokenizer_config.json", Bytes(json));
        _folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n");
        Action[] readers =
        [
            () => JsonFile.Read(path), () => Tokenizer.Load(_folder.Path), () => TrainingOptions.Load(path),
        ];
        Every.Item(readers, read => Assert.Contains(path, Record(read).Message));
    }

    [Fact]
    public void ANameWithHalfACharacterIsRefusedWhereNamesAreCompared()
    {
        string path = _folder.Write("run.json", "{\"\\ud800\":1}");
        Assert.Contains("half a character", Record(() => JsonFile.Read(path)).Message);
        Assert.Contains("half a character", Record(() => TrainingOptions.Load(path)).Message);
        path = _folder.Write("tokenizer.json", "{\"\\ud800-a-long-name\":1}");
        Assert.Contains(
            "the file has a name that is not made of whole characters",
            Record(() => Tokenizer.Load(path)).Message);
    }

    [Theory]
    [InlineData("from")]
    [InlineData("preset")]
    [InlineData("document")]
    public void AnOptionWithHalfACharacterIsRefused(string key)
    {
        string path = _folder.Write("run.json", $"{{\"{key}\":\"\\ud800\"}}");
        Assert.Contains($"\"{key}\" is \"\\ud800\", expected ", Record(() => TrainingOptions.Load(path)).Message);
        path = _folder.Write("run.json", "{\"data\":[\"\\ud800\"]}");
        Assert.Contains("\"data\" is [\"\\ud800\"], expected ", Record(() => TrainingOptions.Load(path)).Message);
    }

    [Fact]
    public void ThePlaceOfBytesThatAreNoTextIsSaid()
    {
        byte[] json = Bytes("{\n\"\u00e9\":\"\uFFFF\"}");
        JsonException error = Assert.Throws<JsonException>(() => UntrustedJson.Parse(json));
        Assert.Equal((1L, 6L), (error.LineNumber!.Value, error.BytePositionInLine!.Value));
    }

    [Fact]
    public void NamesMayBeThereTwiceWhereTheOfficialLibraryTakesThem()
    {
        Assert.Throws<JsonException>(() => UntrustedJson.Parse("{\"a\":1,\"a\":2}"u8));
        JsonElement last = UntrustedJson.Parse("\uFEFF{\"a\":1,\"a\":2}"u8, allowTwice: true);
        Assert.Equal(2, last.GetProperty("a").GetInt32());
    }

    // U+FFFF stands for a byte that no UTF-8 has.
    private static byte[] Bytes(string json) => json.Split('\uFFFF')
        .Select(System.Text.Encoding.UTF8.GetBytes)
        .Aggregate((all, part) => [.. all, 0xFF, .. part]);

    private static ClozeException Record(Action read) => Assert.Throws<ClozeException>(read);
}
