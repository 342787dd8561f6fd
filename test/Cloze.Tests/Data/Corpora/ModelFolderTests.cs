using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>Models that lie among texts are no text.</summary>
public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model-00001-of-00002.safetensors")]
    [InlineData("pytorch_model.bin")]
    [InlineData("training/state.json")]
    public void AModelBelowAFolderIsPassedOverAndSaid(string weights)
    {
        _folder.Write("a.txt", "one");
        _folder.Write("old/notes.txt", "two");
        WriteModel("old/model", weights);
        (string[] texts, string? said) = Read(new CorpusOptions { Paths = [_folder.Path] });
        Assert.Equal(["one", "two"], texts);
        Assert.Equal($"Left out, as models are no text: {Path.Combine(_folder.Path, "old", "model")}.", said);
    }

    [Fact]
    public void ARunBesideTextsIsPassedOverWhereItsFolderIsNamed()
    {
        _folder.Write("a.txt", "one");
        _folder.Write("training/state.json", "{}");
        _folder.Write("training/metrics.jsonl", "{\"event\":\"start\"}");
        (string[] texts, string? said) = Read(new CorpusOptions { Paths = [_folder.Path] });
        Assert.Equal(["one"], texts);
        Assert.Equal($"Left out, as models are no text: {_folder.File("training")}.", said);
    }

    [Fact]
    public void AFolderWithAConfigButWithoutWeightsIsText()
    {
        _folder.Write("project/config.json", "{}");
        _folder.Write("project/notes.txt", "one");
        (string[] texts, string? said) = Read(new CorpusOptions { Paths = [_folder.Path] });
        Assert.Equal(["one"], texts);
        Assert.Null(said);
    }

    [Fact]
    public void AVocabularyBesideItsTokenizerIsNoTextEvenInTheFolderThatIsNamed()
    {
        WriteModel("", "model.safetensors");
        string vocabulary = _folder.Write("tokenizer/vocab.txt", "the");
        _folder.Write("tokenizer/tokenizer.json", "{}");
        _folder.Write("words/vocab.txt", "my words");
        (string[] texts, string? said) = Read(new CorpusOptions { Paths = [_folder.Path] });
        Assert.Equal(["a model card", "my words"], texts);
        Assert.Equal(
            $"Left out, as models are no text: {vocabulary}, {_folder.File("vocab.txt")}.", said);
    }

    [Fact]
    public void AFileThatIsNamedIsRead()
    {
        WriteModel("", "model.safetensors");
        Assert.Equal(["[PAD]"], Read(new CorpusOptions { Paths = [_folder.File("vocab.txt")] }).Texts);
    }

    [Fact]
    public void AFolderThatIsSaidToBeNoTextIsPassedOver()
    {
        _folder.Write("a.txt", "one");
        _folder.Write("out/vocab.txt", "two");
        var options = new CorpusOptions { Paths = [_folder.Path], NoText = [_folder.File("out")] };
        Assert.Equal(["one"], Read(options).Texts);
        Assert.Equal(["one", "two"], Read(options with { NoText = [_folder.Path] }).Texts);
    }

    [Fact]
    public void AFolderOfNothingButAModelIsRefused()
    {
        WriteModel("model", "model.safetensors");
        var error = Assert.Throws<ClozeException>(() => Corpus.Read(new CorpusOptions { Paths = [_folder.Path] }));
        Assert.StartsWith($"The folder {_folder.Path} holds no .txt", error.Message);
        Assert.Contains("models", error.Hint);
    }

    [Fact]
    public void OfManyModelsAFewAreNamed()
    {
        _folder.Write("a.txt", "one");
        for (int number = 0; number < 6; number++) WriteModel($"m{number}", "model.safetensors");
        Assert.EndsWith(" and 2 more.", Read(new CorpusOptions { Paths = [_folder.Path] }).Said);
    }

    [Fact]
    public void SortedPathsDoNotDependOnTheirOrder()
    {
        string a = _folder.Write("a.txt", "one"), b = _folder.Write("b/b.txt", "two"), c = _folder.Write("c.txt", "3");
        string[] expected = [.. Read(new CorpusOptions { Paths = [_folder.Path] }).Texts];
        string[][] orders = [[a, b, c], [c, b, a], [b, c, a], [Path.Combine(_folder.Path, "b", "..", "c.txt"), b, a]];
        Every.Item(orders, paths => Assert.Equal(expected, Read(new CorpusOptions { Paths = paths }.Sorted()).Texts));
    }

    private static (string[] Texts, string? Said) Read(CorpusOptions options)
    {
        string? said = null;
        string[] texts = [.. Corpus.Read(options, remark => said = remark).Select(document => document.Text)];
        return (texts, said);
    }

    private void WriteModel(string folder, string weights)
    {
        _folder.Write(Path.Combine(folder, "config.json"), "{}");
        _folder.Write(Path.Combine(folder, weights), "");
        _folder.Write(Path.Combine(folder, "vocab.txt"), "[PAD]");
        _folder.Write(Path.Combine(folder, "README.md"), "a model card");
    }
}
