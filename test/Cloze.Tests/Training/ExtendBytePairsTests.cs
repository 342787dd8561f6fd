using Cloze.Inference;
using Cloze.Models;
using Cloze.Tests.Cli;
using Cloze.Tests.Models;
using Cloze.Tests.Text;
using Cloze.Text;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>A model with byte pairs continued with more of them, in each family that has them.</summary>
public class ExtendBytePairsTests
{
    private const int Gained = 12;

    public static TheoryData<string> Families => ["roberta", "modernbert"];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task TheFolderIsValidAndTheNewPiecesAreInUse(string family)
    {
        using TinyRun run = Start(family, out Tokenizer before);
        CliRun verb = await CliRun.Of(
            "train", "--from", run.Start, "--data", run.Corpus, "--out", run.Output, "--steps", "3",
            "--batch-tokens", "64", "--extend-vocab", $"{Gained}");

        Assert.Equal(0, verb.ExitCode);
        Assert.Contains($"{Gained} more merges were learned from the text, the first of them '", verb.Error);
        int count = before.Vocabulary.Count + Gained;
        Assert.Equal(count, EncoderConfigFile.Load(run.Output).VocabularySize);
        Assert.Equal(family == "roberta", File.Exists(Path.Combine(run.Output, "merges.txt")));
        using MaskedLanguageModel model = MaskedLanguageModel.Load(run.Output, threads: 1);
        Assert.True(model.Report.IsExact);
        Vocabulary now = model.Tokenizer.Vocabulary;
        Assert.Equal(before.Vocabulary.Pieces, now.Pieces.Take(before.Vocabulary.Count));
        Assert.Equal(count, now.Count);
        Assert.Equal(before.Vocabulary.MaskId, now.MaskId);
        string text = $"the old man sees {now.SpecialTokens.Mask}";
        Assert.Contains(model.Tokenizer.Encode(text).InputIds, id => id >= before.Vocabulary.Count);
        Assert.Equal(count, model.Fill(text, new() { TopK = count }).Count);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void ANewPieceStartsAsTheMeanOfItsOldOnes(string family)
    {
        using TinyRun run = Start(family, out Tokenizer before);
        string start = run.Run(run.Options(3) with { Output = Path.Combine(run.Path, "learned") }).Model;
        TrainingResult result = run.Run(
            run.Options(1) with { From = start, ExtendVocabulary = Gained, LearningRate = 1e-9f });

        Dictionary<int, int[]> gained = VocabularyExtension
            .Gained(before, Tokenizer.Load(result.Model).Vocabulary)
            .ToDictionary(piece => piece.Id, piece => piece.Before);
        Assert.Equal(Gained, gained.Count);
        Assert.Contains(gained.Values, pieces => pieces.Length > 2);
        int old = before.Vocabulary.Count;
        foreach (ModelPart part in (ModelPart[])[ModelPart.WordEmbeddings, ModelPart.Prediction])
        {
            float[] was = Values(start, part), now = Values(result.Model, part);
            int width = was.Length / old;
            Assert.Equal((old + Gained) * width, now.Length);
            Assert.NotEqual(was[..width], was[width..(2 * width)]);
            for (int i = 0; i < now.Length; i++)
            {
                int[] pieces = gained.GetValueOrDefault(i / width) ?? [i / width];
                Assert.Equal(pieces.Average(id => was[(id * width) + (i % width)]), now[i], 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void WithoutTheOptionTheTokenizerStays(string family)
    {
        using TinyRun run = Start(family, out Tokenizer before);
        Tokenizer after = Tokenizer.Load(run.Run(run.Options(1)).Model);
        Assert.Equal(before.Vocabulary.Pieces, after.Vocabulary.Pieces);
        foreach (string text in MixedText.Samples(200))
        {
            Assert.Equal(before.Encode(text).InputIds.AsEnumerable(), after.Encode(text).InputIds);
        }
    }

    [Fact]
    public async Task UnigramsAreRefusedWithWhatToDo()
    {
        using var run = new TinyRun(config => FamilyModels.Of("xlm-roberta", config));
        File.Delete(Path.Combine(run.Start, "vocab.txt"));
        File.Delete(Path.Combine(run.Start, "tokenizer_config.json"));
        File.WriteAllText(
            Path.Combine(run.Start, "tokenizer.json"),
            """{"normalizer":null,"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"},"""
                + """ "model":{"type":"Unigram","unk_id":3,"""
                + """ "vocab":[["<s>",0],["<pad>",0],["</s>",0],["<unk>",0],["<mask>",0],["▁a",-1]]}}""");
        CliRun verb = await CliRun.Of(
            "train", "--from", run.Start, "--data", run.Corpus, "--out", run.Output, "--extend-vocab", "5");
        Assert.Equal(1, verb.ExitCode);
        Assert.Contains("The model's vocabulary is of the kind Unigram; only BERT's word pieces and ", verb.Error);
        Assert.Contains("Leave --extend-vocab out: ", verb.Error);
    }

    private static TinyRun Start(string family, out Tokenizer tokenizer)
    {
        string[] texts = ["the cat sees a tree", "the cat sees the river"];
        Tokenizer learned = tokenizer = family == "roberta"
            ? BytePairTokenizers.LikeRoberta(texts, 280)
            : BytePairTokenizers.LikeModernBert(texts, 280);
        var run = new TinyRun(config => FamilyModels.Of(family, config with
        {
            VocabularySize = learned.Vocabulary.Count,
            PaddingId = learned.Vocabulary.PaddingId,
            MaximumPositions = 32,
        }));
        File.Delete(Path.Combine(run.Start, "vocab.txt"));
        learned.Save(run.Start);
        return run;
    }

    private static float[] Values(string folder, ModelPart part)
    {
        var layout = new ParameterLayout(EncoderConfigFile.Load(folder), ModelOutputs.MaskedLanguageModel);
        ParameterSpec table = layout.Parameters.Single(parameter => parameter.Part == part);
        float[] values = new float[table.Count];
        WeightLoader.Load(folder, layout, (parameter, first, stretch) =>
        {
            if (parameter == table) stretch.CopyTo(values.AsSpan(first));
        });
        return values;
    }
}
