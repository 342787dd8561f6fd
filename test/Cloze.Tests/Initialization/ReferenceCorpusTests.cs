using System.IO.Compression;
using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Initialization;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Initialization;

/// <summary>The figures that independent programs measured on the .NET SDK's documentation.</summary>
public class ReferenceCorpusTests
{
    [Fact]
    public void CountsAndAttentionAreThoseMeasuredByOthers()
    {
        string corpus = SharedFiles.Require("data/corpus/dotnet-sdk-docs.txt.gz");
        string vocabulary = SharedFiles.Require("golden/wordpiece/sdk-docs-8192.txt");
        Tokenizer tokenizer = Tokenizer.Create(Vocabulary.Load(vocabulary));
        PieceTable pieces = PieceTable.From(tokenizer.Vocabulary);
        string[] documents = Documents(corpus);
        using TokenStore training = Build(documents.Where(text => !HeldOut.Contains(text)), tokenizer, pieces);
        using TokenStore heldOut = Build(documents.Where(text => HeldOut.Contains(text)), tokenizer, pieces);
        Assert.InRange(training.TokenCount, 2_550_000, 2_570_000); // 2.56 M

        CorpusCounts counts = CorpusCounts.Count(training, pieces);
        EvaluationResult frequencies = FrequencyBaseline.Evaluate(counts, new EvaluationSet(heldOut, pieces), 2048);
        Assert.InRange(frequencies.Loss, 5.95, 6.0); // 5.97

        var config = new EncoderConfig
        {
            VocabularySize = pieces.Count,
            HiddenSize = 128,
            AttentionHeadCount = 4,
            LayerCount = 1,
        };
        var layout = new ParameterLayout(config, ModelOutputs.MaskedLanguageModel);
        float[] weights = new float[layout.Length];
        CorpusStart.Apply(counts, config, layout, new CorpusStartOptions(), weights);
        Assert.InRange(NeighbourShare(new Weights(layout, weights), config, heldOut), 0.94, 0.99); // 0.965
    }

    private static string[] Documents(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd().TrimEnd('\n').Split("\n\n");
    }

    private static TokenStore Build(IEnumerable<string> documents, Tokenizer tokenizer, PieceTable pieces) =>
        TokenStoreBuilder.BuildInMemory(
            documents, (text, ids) => tokenizer.AppendIds(text, ids), pieces, new TokenStoreOptions());

    /// <summary>The mean weight that a token gives the neighbour its head aims at.</summary>
    private static double NeighbourShare(Weights weights, EncoderConfig config, TokenStore store)
    {
        var attention = new FirstLayerAttention(weights, config);
        double sum = 0, count = 0;
        int[] row = new int[store.SequenceLength];
        for (int sequence = 0; count < 6000; sequence += 20)
        {
            int length = store.Read(sequence, row);
            if (length < 20) continue;
            for (int head = 0; head < 4; head++)
            {
                double[,] shares = attention.Weights(row[..length], head);
                for (int i = 1; i < length - 1; i++) sum += shares[i, i + (head % 2 == 0 ? -1 : 1)];
                count += length - 2;
            }
        }

        return sum / count;
    }
}
