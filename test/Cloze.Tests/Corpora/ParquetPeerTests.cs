using Cloze.Data;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace Cloze.Tests.Corpora;

/// <summary>Tables that Parquet.Net wrote, an implementation of its own: what it wrote is what is read.</summary>
public sealed class ParquetPeerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static MatrixTheoryData<CompressionMethod, bool, double> Kinds { get; } = new(
        [
            CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Brotli,
            CompressionMethod.Zstd, CompressionMethod.Lz4Raw,
        ],
        [false, true],
        [0, 1]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EveryTextIsRead(CompressionMethod method, bool isNullable, double dictionaryThreshold)
    {
        string?[] rows = [.. Enumerable.Range(0, 3000).Select(row => isNullable && row % 7 == 0 ? null : Text(row))];
        string path = _folder.File("peer.parquet");
        await WriteAsync(path, rows, isNullable, new ParquetOptions
        {
            CompressionMethod = method,
            DictionaryEncodingThreshold = dictionaryThreshold,
        });
        Assert.Equal(rows.OfType<string>(), Texts(path));
    }

    // Some rows are alike, so that dictionaries and copies within a page are worth while.
    private static string Text(int row) =>
        $"Row {row % 500} says: the cat sees the d\u00f6g, {new string('x', row % 90)} and goes {row % 11} steps on.";

    private static async Task WriteAsync(string path, string?[] rows, bool isNullable, ParquetOptions options)
    {
        var field = new DataField("text", typeof(string), isNullable);
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), file, options);
        foreach (string?[] group in rows.Chunk(1000))
        {
            using ParquetRowGroupWriter groups = writer.CreateRowGroup();
            await groups.WriteAsync(field, group!);
        }
    }

    private static string[] Texts(string path) =>
        [.. Corpus.Read(new CorpusOptions { Paths = [path] }).Select(document => document.Text)];
}
