using Cloze.Formats;
using CsCheck;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>Whatever a file holds, reading it gives a value or a message that names the file.</summary>
public sealed class JsonFilePropertyTests : IDisposable
{
    private const int Samples = 1_500;

    private const string Sound =
        """{"a":-7,"b":1e-12,"c":true,"d":"gelu","e":["x","y"],"f":{"k":"v"},"g":null,"h":[{}],"i":"\u00e9"}""";

    private static readonly string[] s_snippets =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"b\"", "\"a\":", "\"f\":{\"k\":", "0", "-1", "1.5", "1e999",
        "-0", "true", "false", "null", "\\", "\\u", "\\ud800", "\\u0000", " ", "\n", "//", "/*", "'", "NaN", "é",
        "\0", "\uFEFF",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RandomBytes() =>
        Property.Holds(Gen.Byte.Array[0, 100], Samples, bytes => ReadsOrIsRefused(bytes));

    [Fact]
    public void RandomPiecesOfJson() => Property.Holds(
        Gen.OneOf(s_snippets).Array[0, 12].Select(pieces => string.Concat(pieces)),
        Samples,
        text => ReadsOrIsRefused(System.Text.Encoding.UTF8.GetBytes($"{{{text}}}")));

    [Fact]
    public void ChangedBytesOfASoundFile()
    {
        int read = 0;
        Property.Holds(
            Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Byte).Array[1, 3],
            Samples,
            changes =>
            {
                byte[] bytes = System.Text.Encoding.UTF8.GetBytes(Sound);
                foreach ((int place, byte value) in changes) bytes[place] = value;
                if (ReadsOrIsRefused(bytes)) read++;
            });
        Assert.InRange(read, 1, Samples - 1);
    }

    private bool ReadsOrIsRefused(byte[] bytes)
    {
        string path = _folder.Write("config.json", bytes);
        try
        {
            JsonFile json = JsonFile.Read(path);
            foreach (char field in "abcdefghiz") ReadAll(json, $"{field}");
            return true;
        }
        catch (ClozeException error)
        {
            Assert.Contains(path, error.Message);
            return false;
        }
    }

    // Each way to read a field by itself gives a value or refuses.
    private static void ReadAll(JsonFile json, string field)
    {
        Refusing(() => json.GetInteger(field, 0));
        Refusing(() => Assert.True(double.IsFinite(json.GetNumber(field, 0))));
        Refusing(() => json.GetBoolean(field, false));
        Refusing(() => json.GetString(field, null));
        Refusing(() => Assert.DoesNotContain(null, json.GetStringMap(field).Values));
        Assert.Contains($"\"{field}\"", json.Wrong(field, "another").Message);

        void Refusing(Action read)
        {
            try
            {
                read();
            }
            catch (ClozeException error)
            {
                Assert.Contains($"field \"{field}\"", error.Message);
            }
        }
    }
}
