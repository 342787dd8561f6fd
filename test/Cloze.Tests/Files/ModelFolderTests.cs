using Cloze.Files;
using Xunit;

namespace Cloze.Tests.Files;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bert-base-uncased")]
    [InlineData("bert-base-uncased/")]
    [InlineData("roberta-base")]
    [InlineData("distilbert-base-uncased-v1.1")]
    [InlineData("nobody-here/some-model_v2")]
    public void ANameOnAHubIsSaidToBeOne(string name)
    {
        var error = Assert.Throws<ClozeException>(() => ModelFolder.Require(name));
        Assert.Equal(
            $"There is no folder {name}; it looks like the name of a model on a hub.",
            error.Message);
        Assert.Contains(
            "config.json, weights (model.safetensors, pytorch_model.bin, onnx/model.onnx, or bert_model.ckpt.index "
            + "with bert_config.json) and a tokenizer (tokenizer.json, vocab.txt, or vocab.json with merges.txt)",
            error.Hint);
    }

    [Theory]
    [InlineData("my-model")]
    [InlineData("bert/vocab.txt")]
    [InlineData("/nowhere/bert-base")]
    [InlineData("./bert-base")]
    [InlineData("../bert")]
    [InlineData("a/b/bert")]
    public void APathIsSaidToLeadNowhere(string path)
    {
        var error = Assert.Throws<ClozeException>(() => ModelFolder.Require(path));
        Assert.Equal($"There is no folder {path}.", error.Message);
        Assert.Contains("config.json", error.Hint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void AnEmptyPathIsSaid(string path) => Assert.Equal(
        $"The path of the model is \"{path}\", expected a folder.",
        Assert.Throws<ClozeException>(() => ModelFolder.Require(path)).Message);

    [Fact]
    public void AFileIsNoFolderButMayBeATokenizer()
    {
        string file = _folder.Write("bert.safetensors", "x");
        Assert.Equal(
            $"{file} is a file, expected the folder of a model.",
            Assert.Throws<ClozeException>(() => ModelFolder.Require(file)).Message);
        ModelFolder.RequireOrFile(file);
        ModelFolder.RequireOrFile("missing/vocab.txt");
        ModelFolder.Require(_folder.Path);
        Assert.Throws<ClozeException>(() => ModelFolder.RequireOrFile("bert-base-uncased"));
    }
}
