using Cloze.Corpora;
using Cloze.Data;

namespace Cloze.Fuzz;

/// <summary>A Parquet table: its bytes are changed, or what is in its pages.</summary>
internal sealed class ParquetInput : FuzzFormat
{
    private const int MostTexts = 10_000;
    private static readonly int[] s_codecs = [0, 1, 2, 4, 6, 7];

    private static readonly ParquetSample[] s_samples =
    [
        .. from codec in s_codecs
           from isSecondVersion in new[] { false, true }
           from hasDictionary in new[] { false, true }
           select new ParquetSample
           {
               Texts = ["the cat", null, "sees\r\na d\u00f6g", "the cat", ""],
               Codec = codec,
               IsSecondVersion = isSecondVersion,
               HasDictionary = hasDictionary,
               IsOptional = true,
           },
    ];

    public ParquetInput() => CorpusReaders.Register();

    public override IReadOnlyList<byte[]> Seeds { get; } =
        [.. s_samples.Select(sample => sample.Build()), new ParquetSample { Texts = ["a", "b"] }.Build(), []];

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw)
    {
        if (draw.OneIn(2)) return ByteMutator.Mutate(input, other, Mix.TextWords, draw);
        ParquetSample sample = draw.Of(s_samples);
        return (sample with { Change = page => ByteMutator.Mutate(page, other, Mix.TextWords, draw) }).Build();
    }

    public override string Run(byte[] input)
    {
        string path = Write("corpus.parquet", input);
        int texts = 0;
        foreach (Document document in Corpus.Read(new CorpusOptions { Paths = [path], LongestDocument = 64 }))
        {
            Require(document.Text.Length is > 0 and <= 64, "a document has text and is no longer than the longest");
            if (++texts == MostTexts) break;
        }

        return $"{Roughly(texts)}";
    }
}
