using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

public class CorpusHashTests
{
    [Trait("Slow", "Emulated")]
    [Theory]
    [InlineData("uncased")]
    [InlineData("cased")]
    [InlineData("chinese")]
    [InlineData("multilingual")]
    public void WholeFilesGiveTheReferencesIds(string name)
    {
        Tokenizer tokenizer = GoldenVocabularies.Tokenizer(name);
        using JsonDocument golden =
            JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Require("golden/tokenizer/corpora.json")));
        JsonProperty[] files = [.. golden.RootElement.GetProperty(name).EnumerateObject()];
        Assert.Equal(7, files.Length);
        foreach (JsonProperty file in files)
        {
            var ids = new List<int>();
            foreach (string line in Read(SharedFiles.Require($"data/{file.Name}")).Split('\n'))
            {
                tokenizer.AppendIds(line.EndsWith('\r') ? line.AsSpan(0, line.Length - 1) : line, ids);
            }

            string hash = Convert.ToHexStringLower(
                SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(ids))));
            Assert.Equal($"{file.Name} {file.Value.GetProperty("tokens")}", $"{file.Name} {ids.Count}");
            Assert.Equal(file.Value.GetProperty("ids_sha256").GetString(), hash);
        }
    }

    private static string Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz") ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
