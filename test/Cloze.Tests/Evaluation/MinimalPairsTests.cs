using Cloze.Evaluation;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class MinimalPairsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFolderIsReadInTheOrderOfItsNames()
    {
        Write("b.jsonl", """{"sentence_good": "a b", "sentence_bad": "b a", "UID": "order", "pairID": "0"}""");
        Write("a.jsonl", """{"sentence_good": "c", "sentence_bad": "d"}""" + "\n\n"
            + """{"sentence_good": "e", "sentence_bad": "f"}""");
        Write("notes.txt", "no pairs");
        MinimalPairs pairs = MinimalPairs.Read(_folder.Path);
        Assert.Equal(["a", "order"], pairs.Paradigms.Select(paradigm => paradigm.Name));
        Assert.Equal([new MinimalPair("c", "d"), new MinimalPair("e", "f")], pairs.Paradigms[0].Pairs);
        Assert.Equal(3, pairs.Count);
        Assert.Equal(1, MinimalPairs.Read(_folder.File("b.jsonl")).Count);
    }

    [Fact]
    public void AStreamIsReadAsAFileIs()
    {
        using var lines = new MemoryStream(
            """{"sentence_good": "a b", "sentence_bad": "b a"}"""u8.ToArray());
        MinimalPairs pairs = MinimalPairs.Read(lines, "the stream");
        PairParadigm only = Assert.Single(pairs.Paradigms);
        Assert.Equal(("the stream", new MinimalPair("a b", "b a")), (only.Name, only.Pairs[0]));
        Assert.Equal(
            "the stream holds no minimal pair.",
            Assert.Throws<ClozeException>(() => MinimalPairs.Read(Stream.Null, "the stream")).Message);
        Assert.Throws<ArgumentNullException>("stream", () => MinimalPairs.Read(null!, "x"));
        Assert.Throws<ArgumentNullException>("name", () => MinimalPairs.Read(Stream.Null, null!));
    }

    [Fact]
    public void BlimpIsReadWhole()
    {
        MinimalPairs pairs = MinimalPairs.Read(SharedFiles.Require("data/blimp"));
        Assert.Equal((67, 67_000), (pairs.Paradigms.Count, pairs.Count));
        Every.Item(pairs.Paradigms, paradigm => Assert.Equal(1000, paradigm.Pairs.Count));
        Assert.Equal("adjunct_island", pairs.Paradigms[0].Name);
        Assert.Equal("Who should Derek hug after shocking Richard?", pairs.Paradigms[0].Pairs[0].Good);
    }

    [Theory]
    [InlineData("""{"sentence_good": "a"}""", "no text in a field \"sentence_bad\".")]
    [InlineData("""{"sentence_good": 3, "sentence_bad": "b"}""", "no text in a field \"sentence_good\".")]
    [InlineData("""{"sentence_good": " ", "sentence_bad": "b"}""", "the field \"sentence_good\" is empty.")]
    [InlineData("""["a", "b"]""", "no text in a field \"sentence_good\".")]
    [InlineData(
        """{"sentence_good": "\ud800", "sentence_bad": "b"}""",
        "the field \"sentence_good\" has half a surrogate pair, which is no character.")]
    public void ABadLineIsRefusedWithFileLineAndField(string line, string what)
    {
        string path = Write("pairs.jsonl", """{"sentence_good": "a", "sentence_bad": "b"}""" + "\n" + line);
        var error = Assert.Throws<ClozeException>(() => MinimalPairs.Read(path));
        Assert.Equal($"{path}, line 2: {what}", error.Message);
    }

    [Fact]
    public void ALineThatIsNoJsonIsRefused()
    {
        string path = Write("pairs.jsonl", "{\"sentence_good\": ");
        Assert.StartsWith(
            $"{path}, line 1: not valid JSON at byte",
            Assert.Throws<ClozeException>(() => MinimalPairs.Read(path)).Message);
    }

    [Fact]
    public void WhatHoldsNoPairIsRefused()
    {
        string empty = Write("empty.jsonl", "\n");
        Assert.Equal($"{empty} holds no minimal pair.", Message(empty));
        string text = Write("notes.txt", "a");
        Assert.Equal($"{text} is no .jsonl file, nor a folder with one.", Message(text));
        string script = Write("pairs.sh", "a");
        var error = Assert.Throws<ClozeException>(() => MinimalPairs.Read(script));
        Assert.Equal($"{script} is no .jsonl file, nor a folder with one.", error.Message);
        Assert.StartsWith("Name a file of one JSON object a line that ends in .jsonl, or in .jsonl.gz", error.Hint);
        Directory.CreateDirectory(_folder.File("without"));
        Write("without/notes.txt", "a");
        string folder = _folder.File("without");
        Assert.Equal($"{folder} is no .jsonl file, nor a folder with one.", Message(folder));
        string missing = _folder.File("missing");
        Assert.Equal($"There is no file or folder {missing}.", Message(missing));
        Assert.Equal(
            "There is no minimal pair.", Assert.Throws<ClozeException>(() => new MinimalPairs([])).Message);
        Assert.Throws<ArgumentNullException>("path", () => MinimalPairs.Read(null!));
        Assert.Throws<ArgumentNullException>("paradigms", () => new MinimalPairs(null!));
    }

    private static string Message(string path) =>
        Assert.Throws<ClozeException>(() => MinimalPairs.Read(path)).Message;

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }
}
