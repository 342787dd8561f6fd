using System.Diagnostics;
using Cloze.Formats;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>What a person reads when a safetensors file is refused: the file, the place, found and expected.</summary>
public sealed class SafetensorsMessageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""[1]""", 0, "the header has a list, expected an object.")]
    [InlineData("""{"a":""", 0, "its header is not valid JSON: ")]
    [InlineData("""{} {}""", 0, "its header is not valid JSON: ")]
    [InlineData("""{"a\ud800":1}""", 0, "its header has half a surrogate pair in a string.")]
    [InlineData("""{"__metadata__":[]}""", 0, "\"__metadata__\" has a list, expected an object of strings.")]
    [InlineData("""{"__metadata__":{"format":1}}""", 0,
        "\"__metadata__\", field \"format\" has 1, expected a string.")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0,
        "the header has \"__metadata__\" twice, expected it once.")]
    [InlineData("""{"a":1}""", 0, "tensor \"a\" has 1, expected an object.")]
    [InlineData("""{"a":{"shape":[],"data_offsets":[0,4]}}""", 4, "tensor \"a\" has no field \"dtype\", expected one.")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4,
        "tensor \"a\" has no field \"shape\", expected one.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[]}}""", 4,
        "tensor \"a\" has no field \"data_offsets\", expected one.")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 4,
        "tensor \"a\", field \"dtype\" has it twice, expected it once.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"a":{}}""", 4,
        "tensor \"a\" has the name twice, expected every name once.")]
    [InlineData("""{"a":{"dtype":7,"shape":[],"data_offsets":[0,4]}}""", 4,
        "tensor \"a\", field \"dtype\" has 7, expected the name of an element type.")]
    [InlineData("""{"a":{"dtype":"13","shape":[],"data_offsets":[0,4]}}""", 4,
        "tensor \"a\", field \"dtype\" has \"13\", expected one of BOOL, F4, ")]
    [InlineData("""{"a":{"dtype":"F32","shape":4,"data_offsets":[0,4]}}""", 4,
        "tensor \"a\", field \"shape\" has 4, expected a list of integers from 0 to 9223372036854775807.")]
    [InlineData("""{"a":{"dtype":"F32","shape":["4"],"data_offsets":[0,4]}}""", 4,
        "tensor \"a\", field \"shape\" has \"4\", expected integers from 0 to 9223372036854775807.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,4]}}""", 4,
        "tensor \"a\", field \"shape\" has -2, expected integers from 0 to 9223372036854775807.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e2],"data_offsets":[0,400]}}""", 400,
        "tensor \"a\", field \"shape\" has 1e2, expected integers from 0 to 9223372036854775807.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775808,0],"data_offsets":[0,0]}}""", 0,
        "tensor \"a\", field \"shape\" has 9223372036854775808, expected integers from 0 to 9223372036854775807.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4,8]}}""", 4,
        "tensor \"a\", field \"data_offsets\" has 3 numbers, expected two, begin and end.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[],"data_offsets":[4,8]}}""", 8,
        "tensor \"a\", field \"data_offsets\" has [4, 8], expected to begin at 0, where the data begins, ")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}""",
        9,
        "tensor \"b\", field \"data_offsets\" has [8, 9], expected to begin at 4, where tensor \"a\" ends, ")]
    [InlineData("""{"a":{"dtype":"F16","shape":[2,3],"data_offsets":[0,24]}}""", 24,
        "tensor \"a\", field \"data_offsets\" has [0, 24], expected 12 bytes for F16 of shape [2, 3].")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7,
        "tensor \"a\", field \"data_offsets\" has [0, 8], but only 7 bytes follow the header.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9,
        "9 bytes follow the header, but tensor \"a\" ends at 8.")]
    [InlineData("""{}""", 1, "1 bytes follow the header, but the data begins at 0.")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""", 1,
        "tensor \"a\" ends within a byte: F4 of shape [3].")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0,
        "tensor \"a\", field \"shape\" has [4611686018427387904, 4], expected fewer than 2^64 bits.")]
    public void AHeaderThatCannotBeUsed(string header, int dataBytes, string expected)
    {
        string path = _folder.WriteSafetensors(header, dataBytes);
        var error = Assert.Throws<ClozeException>(() => SafetensorsFile.Open(path));
        Assert.StartsWith($"{path} is not a sound safetensors file: {expected}", error.Message);
        Assert.Equal("The file is damaged or unfinished; copy or download it again.", error.Hint);
    }

    [Theory]
    [InlineData("01020304050607", "it has 7 bytes, expected 8 for the header's length.")]
    [InlineData("FFFFFFFFFFFFFFFF", "its header's length is 18446744073709551615 bytes, expected at most 100000000.")]
    [InlineData("01E1F50500000000", "its header's length is 100000001 bytes, expected at most 100000000.")]
    [InlineData("03000000000000007B7D", "its header's length is 3 bytes, but only 2 follow.")]
    [InlineData("0300000000000000FF7B7D", "its header is not valid UTF-8.")]
    public void ABeginningThatCannotBeUsed(string bytes, string expected)
    {
        string path = _folder.Write("model.safetensors", Convert.FromHexString(bytes));
        var error = Assert.Throws<ClozeException>(() => SafetensorsFile.Open(path));
        Assert.StartsWith($"{path} is not a sound safetensors file: {expected}", error.Message);
    }

    [Fact]
    public void AFileThatIsNotThereOrNotAFile()
    {
        string none = _folder.File("none.safetensors");
        var error = Assert.Throws<ClozeException>(() => SafetensorsFile.Open(none));
        Assert.Equal($"There is no file {none}.", error.Message);
        Assert.Equal("Check the path.", error.Hint);
        error = Assert.Throws<ClozeException>(() => SafetensorsFile.Open(_folder.Path));
        Assert.StartsWith($"Cannot read {_folder.Path}: ", error.Message);
        Assert.Throws<ClozeException>(() => SafetensorsFile.Open("a\0b"));
        Assert.Throws<ClozeException>(() => SafetensorsFile.Open(""));
    }

    [Fact]
    public void AnEmptyFileOrAPipeIsRefusedWithoutWaiting()
    {
        string empty = _folder.Write("empty.safetensors", "");
        var error = Assert.Throws<ClozeException>(() => SafetensorsFile.Open(empty));
        Assert.Equal($"{empty} is empty or no file at all.", error.Message);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no named pipes among the files");
        string pipe = _folder.File("pipe.safetensors");
        using (var make = Process.Start("mkfifo", pipe)) make.WaitForExit();
        error = Assert.Throws<ClozeException>(() => SafetensorsFile.Open(pipe));
        Assert.Equal($"{pipe} is empty or no file at all.", error.Message);
    }

    [Fact]
    public void AFileThatShrinksWhileOpen()
    {
        string path = _folder.WriteSafetensors("""{"a":{"dtype":"F32","shape":[100],"data_offsets":[0,400]}}""", 400);
        using var file = SafetensorsFile.Open(path);
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.SetLength(100);
        }

        var error = Assert.Throws<ClozeException>(() => file.ReadSingles(file.Get("a"), new float[100]));
        Assert.Contains("it became shorter while it was read.", error.Message);
    }

    [Fact]
    public void ATensorOfAnotherTypeOrName()
    {
        string path = _folder.WriteSafetensors(
            """{"a":{"dtype":"I32","shape":[],"data_offsets":[0,4]},""" +
            "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[4,8]}}",
            8);
        using var file = SafetensorsFile.Open(path);
        var error = Assert.Throws<ClozeException>(() => file.ReadSingles(file.Get("a"), new float[1]));
        Assert.Equal($"{path}: tensor \"a\" has type I32, expected F32, F16, BF16 or F64.", error.Message);
        error = Assert.Throws<ClozeException>(() => file.ReadIntegers(file.Get("b"), new long[1]));
        Assert.Equal($"{path}: tensor \"b\" has type F32, expected I64.", error.Message);
        error = Assert.Throws<ClozeException>(() => file.Get("c"));
        Assert.Equal($"{path} has no tensor \"c\".", error.Message);
    }
}
