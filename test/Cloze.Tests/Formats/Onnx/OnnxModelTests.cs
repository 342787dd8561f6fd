using Cloze.Formats;
using Cloze.Fuzz;
using Cloze.Onnx.Messages;
using Google.Protobuf;
using Xunit;
using DataType = Cloze.Onnx.Messages.TensorProto.Types.DataType;

namespace Cloze.Tests.Formats;

/// <summary>Files that are no sound graph: each is refused with what was found.</summary>
public sealed class OnnxModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Damaged => new()
    {
        { "", "is empty or no file at all" },
        { "0804", "it has no graph." },
        { "3AFF7F", "field 7 has 16383 bytes, but only 0 follow." },
        { "3B", "field 7 has the type 3." },
        { "02", "a field has no valid number." },
        { "08FFFFFFFFFFFFFFFFFFFFFF", "a number is cut off." },
        { "0D01", "a number is cut off." },
        { "3801", "field 7 is a number." },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Damaged))]
    public void ADamagedFileIsRefused(string bytes, string finding)
    {
        string path = _folder.Write("model.onnx", Convert.FromHexString(bytes));
        ClozeException error = Assert.Throws<ClozeException>(() => OnnxModel.Open(path));
        Assert.StartsWith(path, error.Message);
        Assert.Contains(finding, error.Message);
    }

    [Theory]
    [InlineData(new long[] { 3 }, "the constant a of shape [3] has 8 bytes, expected 12.")]
    [InlineData(new long[] { -1 }, "the constant a of shape [-1] has a dimension that no constant has.")]
    [InlineData(
        new long[] { long.MaxValue, 8 },
        "the constant a of shape [9223372036854775807, 8] has a dimension that no constant has.")]
    public void AShapeThatDoesNotFitIsRefused(long[] shape, string finding) =>
        AssertRefused(OnnxSample.Model([], OnnxSample.Raw("a", DataType.Float, shape, new byte[8])), finding);

    [Fact]
    public void TwoConstantsOfANameAreRefused()
    {
        TensorProto constant = OnnxSample.Floats("a", [1], 1);
        AssertRefused(OnnxSample.Model([], constant, constant), "two constants are called a.");
    }

    [Theory]
    [InlineData("../secret", "the constant a stands in \"../secret\", expected the plain name of a file beside")]
    [InlineData("", "the constant a stands in \"\", expected the plain name of a file beside")]
    [InlineData("data", "the constant a has 8 bytes from 4 on in data, which has 10.")]
    public void ValuesElsewhereAreRefused(string location, string finding)
    {
        _folder.Write("data", new byte[10]);
        AssertRefused(OnnxSample.Model([], External(location, "4", "8")), finding);
    }

    [Theory]
    [InlineData("-4", "8", "the constant a of shape [2] has the offset \"-4\".")]
    [InlineData("0", "9", "the constant a of shape [2] has 9 bytes in a file beside it, expected 8.")]
    public void PlacesThatAreNoneAreRefused(string offset, string length, string finding)
    {
        _folder.Write("data", new byte[10]);
        AssertRefused(OnnxSample.Model([], External("data", offset, length)), finding);
    }

    [Fact]
    public void ANameIsNoLongerThanANameMayBe() => AssertRefused(
        OnnxSample.Model([OnnxSample.Node(new string('a', 5000), "Add", [], "b")]),
        "a name has 5000 bytes, expected at most 4096.");

    private void AssertRefused(ModelProto model, string finding)
    {
        string path = _folder.Write("model.onnx", model.ToByteArray());
        ClozeException error = Assert.Throws<ClozeException>(() => OnnxModel.Open(path));
        Assert.Contains(finding, error.Message);
        Assert.Equal("The file is damaged or unfinished; copy, download or export it again.", error.Hint);
    }

    private static TensorProto External(string location, string offset, string length) => new()
    {
        Name = "a",
        DataType = DataType.Float,
        Dims = { 2 },
        DataLocation = TensorProto.Types.DataLocation.External,
        ExternalData =
        {
            new StringStringEntryProto { Key = "location", Value = location },
            new StringStringEntryProto { Key = "offset", Value = offset },
            new StringStringEntryProto { Key = "length", Value = length },
        },
    };
}
