using System.IO.Compression;
using Cloze.Formats;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>Files that lie or ask for more than weights need; each is refused with what was found.</summary>
[Trait("Slow", "Emulated")]
public sealed class HostilePickleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Pickles => new()
    {
        { "\u0080\u0002cos\nsystem\nX\u0002\0\0\0ls\u0085R.", "asks for \"os.system\", which weights do not need" },
        { "\u0080\u0002cbuiltins\neval\n.", "asks for \"builtins.eval\"" },
        { "\u0080\u0002ctorch\nload\n.", "asks for \"torch.load\"" },
        { "\u0080\u0002\u008C\u0002os\u008C\u0006system\u0093.", "asks for the pickle operation SHORT_BINUNICODE" },
        { "\u0080\u0002(ios\nsystem\n.", "asks for the pickle operation INST" },
        { "\u0080\u0002ccollections\nOrderedDict\n)\u0081.", "asks for the pickle operation NEWOBJ" },
        { "\u0080\u0002\u0082\u0001.", "asks for the pickle operation EXT1" },
        { "\u0080\u0002]}b.", "asks for a state to be set on something else than a dictionary" },
        { "\u0080\u0004.", "is pickled by protocol 4, expected 2" },
        { "\u0080\u0002\u00F0.", "has no operation 0xF0" },
        { "\u0080\u0002.", "takes a value where none is" },
        { "\u0080\u0002}(.", "takes a value where none is" },
        { "\u0080\u0002t.", "ends a group that has not begun" },
        { "\u0080\u0002N\u0086.", "takes a value where none is" },
        { "\u0080\u0002h\u0007.", "asks for value 7 before it is kept" },
        { "\u0080\u0002}(Nu.", "sets an entry without a value" },
        { "\u0080\u0002](NNu.", "sets an entry of something else than a dictionary" },
        { "\u0080\u0002}(Ne.", "adds to something else than a list" },
        { "\u0080\u0002N)R.", "calls something else than a function" },
        { "\u0080\u0002ctorch\nSize\nNR.", "calls torch.Size without a tuple of arguments" },
        { "\u0080\u0002ctorch\nSize\n)R.", "calls torch.Size with other arguments than PyTorch does" },
        { "\u0080\u0002ccollections\nOrderedDict\n](Ne\u0085R.", "an entry of an ordered dictionary is no pair" },
        { "\u0080\u0002X\u00FF\u00FF\u00FF\u007Fa.", "announces 2147483647 bytes, but" },
        { "\u0080\u0002X\u00FF\u00FF\u00FF\u00FFa.", "announces 4294967295 bytes, but" },
        { "\u0080\u0002NQ.", "a storage is named in another way than PyTorch does" },
        { "\u0080\u0002N", "ends too early" },
        { "\u0080\u0002K\u0001.", "does not hold a dictionary" },
        { "\u0080\u0002}.", "the dictionary in it has no tensor." },
        { "\u0080\u0002}(X\u0001\0\0\0aNu.", "has no tensor, expected names and tensors; it has \"a\"" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Pickles))]
    public void WhatWeightsDoNotNeedIsRefused(string pickle, string expected)
    {
        byte[] bytes = new PickleText().Put(pickle).Bytes;
        Assert.Contains(expected, Refusal(TorchFiles.Archive(bytes)).Message);
    }

    [Theory]
    [InlineData(new long[] { 5 }, new long[] { 1 }, 0, 4, "has more elements than its storage \"0\" of 4 elements")]
    [InlineData(new long[] { 4 }, new long[] { 1 }, 1, 4, "beginning 1 leaves its storage")]
    [InlineData(new long[] { 2 }, new long[] { 4 }, 0, 4, "strides [4] and beginning 0 leaves its storage")]
    [InlineData(new long[] { 2 }, new long[] { long.MaxValue }, 0, 4, "leaves its storage")]
    [InlineData(new long[] { 2 }, new long[] { -1 }, 1, 4, "are not whole numbers from 0 on")]
    [InlineData(new long[] { -1 }, new long[] { 1 }, 0, 4, "are not whole numbers from 0 on")]
    [InlineData(new long[] { 1 }, new long[] { 1 }, -1, 4, "leaves its storage")]
    [InlineData(new long[] { 2, 2 }, new long[] { 1 }, 0, 4, "has dimensions without strides")]
    [InlineData(new long[] { long.MaxValue, 2 }, new long[] { 0, 0 }, 0, 4, "has more elements than its storage")]
    [InlineData(new long[] { 4 }, new long[] { 1 }, 0, 5, "\"0\" has 16 bytes, expected 5 elements of 4 bytes")]
    [InlineData(new long[] { 4 }, new long[] { 1 }, 0, long.MaxValue, "expected 9223372036854775807 elements")]
    [InlineData(new long[] { 0 }, new long[] { 1 }, 0, -1, "a storage is named in another way")]
    public void ATensorThatDoesNotLieInItsStorageIsRefused(
        long[] shape, long[] strides, long first, long count, string expected) =>
        Assert.Contains(
            expected, Refusal(TorchFiles.Archive(TorchFiles.OneTensor(shape, strides, first, count))).Message);

    [Fact]
    public void APickleThatMakesTooManyValuesIsRefused()
    {
        byte[] bytes = new PickleText().Protocol().Put([.. Enumerable.Repeat((byte)']', PickleMachine.MostValues + 1)])
            .Put(".").Bytes;
        Assert.Contains("makes more than 1048576 values", Refusal(TorchFiles.Archive(bytes)).Message);
    }

    [Fact]
    public void APickleThatIsTooLongIsRefused()
    {
        byte[] bytes = new byte[PickleSource.Longest + 100];
        bytes.AsSpan().Fill((byte)'(');
        Assert.Contains("has more than 16777216 bytes", Refusal(TorchFiles.Archive(bytes)).Message);
    }

    [Fact]
    public void TheOldFormIsCheckedAsTheNewOneIs()
    {
        byte[] list = TorchFiles.OneTensor([4], [1], isLegacy: true);
        Assert.Contains("\"0\" has 3 elements, expected 4", Refusal(TorchFiles.Legacy(list, count: 3)).Message);
        Assert.Contains(
            "it ends before or within storage \"0\"", Refusal(TorchFiles.Legacy(list, storage: new byte[15])).Message);
        byte[] none = new PickleText().Protocol().Put("].").Bytes;
        Assert.Contains(
            "its list of storages has 0 names, expected those of the 1 storages",
            Refusal(TorchFiles.Legacy(list, keys: none)).Message);
        byte[] huge = TorchFiles.OneTensor([4], [1], count: long.MaxValue, isLegacy: true);
        Assert.Contains("it ends before", Refusal(TorchFiles.Legacy(huge, count: long.MaxValue)).Message);
        byte[] view = new PickleText().Protocol().Put("(").Text("storage").Global("torch", "FloatStorage").Text("0")
            .Text("cpu").Number(4).Tuple(1, 2, 3).Put("tQ.").Bytes;
        Assert.Contains("a storage is named in another way", Refusal(TorchFiles.Legacy(view)).Message);
    }

    [Fact]
    public void EveryBeginningOfAFileIsRefusedInWords()
    {
        byte[] archive = TorchFiles.Archive(TorchFiles.OneTensor([4], [1]));
        byte[] legacy = TorchFiles.Legacy(TorchFiles.OneTensor([4], [1], isLegacy: true));
        for (int length = 1; length < archive.Length; length++) Assert.NotEmpty(Refusal(archive[..length]).Message);
        for (int length = 1; length < legacy.Length; length++) Assert.NotEmpty(Refusal(legacy[..length]).Message);
    }

    [Fact]
    public void FilesOfOtherKindsAreNamed()
    {
        Assert.Contains(
            "is a pointer of Git LFS, not the weights themselves.",
            Refusal("version 1 of the pointer\noid sha256:00\n"u8.ToArray()).Message);
        Assert.Contains("it begins with 3C68746D6C3E, expected a zip", Refusal("<html>"u8.ToArray()).Message);
        Assert.Contains("has 0 files NAME/data.pkl", Refusal(TorchFiles.Archive(
            CompressionLevel.NoCompression, ("a.txt", [1]))).Message);
        Assert.Contains("its byte order is \"big\"", Refusal(TorchFiles.Archive(
            CompressionLevel.NoCompression,
            ("a/data.pkl", TorchFiles.OneTensor([4], [1])),
            ("a/byteorder", "big"u8.ToArray()))).Message);
    }

    private ClozeException Refusal(byte[] file)
    {
        var error = Assert.Throws<ClozeException>(
            () => PyTorchFile.Open(_folder.Write("pytorch_model.bin", file)).Dispose());
        Assert.NotNull(error.Hint);
        return error;
    }
}
