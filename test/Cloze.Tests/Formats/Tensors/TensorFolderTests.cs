using Cloze.Formats;
using Xunit;

namespace Cloze.Tests.Formats;

public sealed class TensorFolderTests : IDisposable
{
    private const string TwoTensors =
        """{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[],"data_offsets":[4,8]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShardsAreReadAsOne()
    {
        string folder = SharedFiles.Require("golden/bert/sharded");
        using var weights = TensorFolder.Open(folder);
        Assert.Equal(46, weights.Names.Count());
        var (file, tensor) = weights.Get("bert.embeddings.word_embeddings.weight");
        Assert.Equal("model-00001-of-00002.safetensors", Path.GetFileName(file.Path));
        Assert.Equal([112L, 32L], tensor.Shape);
        Assert.EndsWith("model-00002-of-00002.safetensors", weights.Get("cls.predictions.bias").File.Path);
    }

    [Fact]
    public void TheIndexSaysWhichShardHasATensorAndStrayTensorsCountToo()
    {
        _folder.WriteSafetensors(TwoTensors, 8, "one.safetensors");
        _folder.WriteSafetensors(TwoTensors, 8, "two.safetensors");
        _folder.Write("model.safetensors.index.json", """{"weight_map":{"a":"two.safetensors"},"metadata":{}}""");
        using (var weights = TensorFolder.Open(_folder.Path))
        {
            Assert.Equal(["a", "b"], weights.Names);
            Assert.Equal(_folder.File("two.safetensors"), weights.Get("b").File.Path);
        }

        _folder.Write("model.safetensors.index.json",
            """{"weight_map":{"a":"two.safetensors","b":"one.safetensors"}}""");
        using (var weights = TensorFolder.Open(_folder.Path))
        {
            Assert.Equal(_folder.File("one.safetensors"), weights.Get("b").File.Path);
            Assert.Equal(_folder.File("two.safetensors"), weights.Get("a").File.Path);
        }
    }

    [Fact]
    public void FilesMayBeLinksAsInTheCachesOfModelHubs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need privileges there");
        string snapshot = Directory.CreateDirectory(_folder.File("snapshot")).FullName;
        _folder.WriteSafetensors(TwoTensors, 8, "blob");
        File.CreateSymbolicLink(Path.Combine(snapshot, "model.safetensors"), "../blob");
        using var weights = TensorFolder.Open(snapshot);
        Assert.Equal(["a", "b"], weights.Names);
    }

    [Theory]
    [InlineData("../one.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("sub/one.safetensors")]
    [InlineData("..\\\\one.safetensors")]
    [InlineData("C:one.safetensors")]
    [InlineData("one.safetensors\\u0000")]
    public void AShardOutsideTheFolderIsRefused(string name)
    {
        string index = _folder.Write("model.safetensors.index.json", $$$"""{"weight_map":{"a":"{{{name}}}"}}""");
        var error = Assert.Throws<ClozeException>(() => TensorFolder.Open(_folder.Path));
        Assert.StartsWith($"{index}: \"weight_map\" names the file \"", error.Message);
        Assert.EndsWith("\", expected the plain name of a file in the folder.", error.Message);
        Assert.Contains("beside the index", error.Hint);
    }

    [Fact]
    public void AMissingShardIsNamed()
    {
        string index = _folder.Write("model.safetensors.index.json", """{"weight_map":{"a":"gone.safetensors"}}""");
        var error = Assert.Throws<ClozeException>(() => TensorFolder.Open(_folder.Path));
        Assert.Equal($"{index}: \"weight_map\" names the file \"gone.safetensors\", which is not in the folder.",
            error.Message);
    }

    [Fact]
    public void ATensorThatItsShardLacksIsNamed()
    {
        _folder.WriteSafetensors(TwoTensors, 8, "one.safetensors");
        string index = _folder.Write("model.safetensors.index.json", """{"weight_map":{"c":"one.safetensors"}}""");
        var error = Assert.Throws<ClozeException>(() => TensorFolder.Open(_folder.Path));
        Assert.Equal($"{index}: \"weight_map\" puts tensor \"c\" in \"one.safetensors\", which does not have it.",
            error.Message);
    }

    [Fact]
    public void AnEmptyIndexIsRefused()
    {
        string index = _folder.Write("model.safetensors.index.json", "{}");
        var error = Assert.Throws<ClozeException>(() => TensorFolder.Open(_folder.Path));
        Assert.Equal($"{index}: field \"weight_map\" is absent, expected an object of tensor and file names.",
            error.Message);
    }

    [Fact]
    public void AFolderWithoutWeightsIsRefused()
    {
        var error = Assert.Throws<ClozeException>(() => TensorFolder.Open(_folder.Path));
        Assert.Equal(
            $"{_folder.Path} has no weights, expected model.safetensors, pytorch_model.bin (or an index of parts of "
            + "one), onnx/model.onnx or bert_model.ckpt.index.",
            error.Message);
        Assert.Equal("Give the folder of a model.", error.Hint);
        _folder.Write("tf_model.h5", "HDF");
        error = Assert.Throws<ClozeException>(() => TensorFolder.Open(_folder.Path));
        Assert.StartsWith("tf_model.h5 is of a kind that Cloze does not read: save the model as ", error.Hint);
        error = Assert.Throws<ClozeException>(() => TensorFolder.Open(_folder.File("none")));
        Assert.Equal($"There is no folder {_folder.File("none")}.", error.Message);
    }

    [Fact]
    public void SafetensorsComeBeforeFilesOfPyTorch()
    {
        _folder.Write("pytorch_model.bin", TorchFiles.Archive(TorchFiles.OneTensor([4], [1])));
        using (var weights = TensorFolder.Open(_folder.Path)) Assert.IsType<PyTorchFile>(weights.Get("a").File);
        _folder.WriteSafetensors(TwoTensors, 8);
        using (var weights = TensorFolder.Open(_folder.Path)) Assert.IsType<SafetensorsFile>(weights.Get("a").File);
    }
}
