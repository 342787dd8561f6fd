using Cloze.Data;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Runs on a corpus that was prepared before.</summary>
public sealed class StoreRunTests : IDisposable
{
    private const int Steps = 20;
    private readonly TinyRun _run = new();

    private string Store => Path.Combine(_run.Path, "store");

    private TrainingOptions Options => _run.Options(Steps) with { Data = [Store] };

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TextAndStoreGiveTheSameBits(int parts)
    {
        _run.Run(_run.Options(Steps));
        float[] expected = _run.Weights();
        Prepare(parts);
        var observer = new RecordingObserver();
        _run.Run(Options with { Force = true }, observer);
        Assert.Equal(expected, _run.Weights());
        CorpusSummary corpus = observer.Starts[0].Corpus;
        Assert.Equal((100, parts), (corpus.TrainingDocuments + corpus.HeldOutDocuments, corpus.Files));
    }

    [Fact]
    public void ItGoesOnAfterAnInterruptionWithTheSameBits()
    {
        Prepare();
        _run.Run(Options);
        float[] expected = _run.Weights();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 7) interruption.Cancel();
            },
        };
        _run.Run(Options with { Force = true }, observer, new ReferenceBackend(), interruption.Token);
        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true });
        Assert.Equal(expected, _run.Weights());
        Assert.Empty(Directory.GetFiles(Path.Combine(_run.Output, "training"), "*.tokens"));
    }

    [Fact]
    public void SentencePairsOfTextAndStoreGiveTheSameBits()
    {
        string[] documents = [.. File.ReadAllText(_run.Corpus).Split("\n\n").Chunk(4)
            .Select(texts => string.Join(". The ", texts))];

        // Texts that name the special piece which ends a sentence in the store.
        documents[3] = $"[SEP] {documents[3].Replace(". The", ". [SEP] The", StringComparison.Ordinal)} [SEP]";
        documents[7] = documents[7].Replace(". The", " [SEP]. The", StringComparison.Ordinal);
        documents[9] = "[SEP] [SEP]";
        File.WriteAllText(_run.Corpus, string.Join("\n\n", documents));
        TrainingOptions text = _run.Options(3) with
        {
            From = null,
            Tokenizer = _run.Start,
            Objective = TrainingObjective.NextSentence,
            HeldOut = 0.3,
            BatchTokens = 256,
            Threads = 1,
        };
        TrainingRun.Run(text, cancellation: TestContext.Current.CancellationToken);
        byte[] expected = File.ReadAllBytes(Path.Combine(_run.Output, "model.safetensors"));
        StorePreparation.Run(Asked() with { Sentences = SentenceRule.Text, HeldOut = 0.3 });
        TrainingOptions stored = text with { Data = [Store], Tokenizer = null, HeldOut = null, Force = true };
        TrainingRun.Run(stored, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(_run.Output, "model.safetensors")));
        Assert.Contains(
            "with `sentences` text, now line", Fail(stored with { Sentences = SentenceRule.Line }).Message);
    }

    [Fact]
    public void PairsNeedAStoreWithSentences()
    {
        Prepare();
        Assert.Contains(
            "was prepared without sentences",
            Fail(Options with { Objective = TrainingObjective.NextSentence }).Message);
    }

    [Fact]
    public void AStoreThatGrewIsNotTheRunsAnyMore()
    {
        Prepare();
        _run.Run(Options with { CheckpointMinutes = 1e-9 });
        string more = Path.Combine(_run.Path, "more.txt");
        File.WriteAllText(more, "the cat sees the cat\n\na dog sees a dog");
        StorePreparation.Run(Asked() with { Append = true, Corpus = new CorpusOptions { Paths = [more] } });
        var error = Assert.Throws<ClozeException>(
            () => _run.Run(new TrainingOptions { Output = _run.Output, Resume = true, Steps = Steps + 1 }));
        Assert.Contains($"The store {Store} holds data with the hash", error.Message);
        Assert.Contains("nothing appended", error.Hint);
    }

    [Fact]
    public void WhatTheStoreDecidedIsNotAskedForOtherwise()
    {
        Prepare();
        ClozeException error = Fail(Options with { HeldOut = 0.3 });
        Assert.Equal(
            $"The store {Store} was prepared with `held_out` 0.1, now 0.3 is asked for.", error.Message);
        Assert.Contains(
            "was prepared with `document` blank-line, now line",
            Fail(Options with { Document = DocumentRule.Line }).Message);
        Assert.Contains(
            "was prepared with `near_duplicates` false, now true is asked for",
            Fail(Options with { NearDuplicates = true }).Message);
        Assert.Contains("learns words of text", Fail(Options with { ExtendVocabulary = 5 }).Message);
        Assert.Contains(
            "has a vocabulary already", Fail(Options with { From = null, VocabularySize = 100 }).Message);
        Assert.Contains(
            "and other paths, expected the store alone", Fail(Options with { Data = [Store, _run.Corpus] }).Message);
    }

    [Fact]
    public void TheEffectiveOptionsOfARunStartAnother()
    {
        Prepare();
        var observer = new RecordingObserver();
        _run.Run(Options, observer);
        float[] expected = _run.Weights();
        _run.Run(observer.Starts[0].Options.Options with { Force = true });
        Assert.Equal(expected, _run.Weights());
    }

    [Fact]
    public void ATokenizerThatWasChangedIsNotTaken()
    {
        Prepare();
        File.AppendAllText(Path.Combine(Store, "tokenizer.json"), " ");
        Assert.Contains(
            "is not the tokenizer that the store was prepared with", Fail(Options with { From = null }).Message);
    }

    [Fact]
    public void OtherFilesMayBeEvaluatedOn()
    {
        Prepare();
        var observer = new RecordingObserver();
        _run.Run(Options with { Validation = [_run.Corpus] }, observer);
        Assert.Equal(100, observer.Starts[0].Corpus.HeldOutDocuments);
    }

    [Fact]
    public void WhatIsTrainedOnAndEvaluatedOnIsSaid()
    {
        var observer = new RecordingObserver();
        string other = Path.Combine(_run.Path, "other.txt");
        File.WriteAllText(other, "the cat sees the house");
        _run.Run(_run.Options(1) with { Validation = [other, _run.Corpus] }, observer);
        Assert.Contains(
            $"{_run.Corpus} is trained on and evaluated on: that says little about other text.", observer.Messages);
        observer = new RecordingObserver();
        _run.Run(_run.Options(1) with { Validation = [other], Force = true }, observer);
        Assert.DoesNotContain(observer.Messages, message => message.Contains("evaluated on"));
    }

    private ClozeException Fail(TrainingOptions options) => Assert.Throws<ClozeException>(() => _run.Run(options));

    private StoreOptions Asked() => new()
    {
        Corpus = new CorpusOptions { Paths = [_run.Corpus] },
        Output = Store,
        Tokenizer = _run.Start,
        Threads = 1,
        ShardTokens = 100,
    };

    private void Prepare(int parts = 1)
    {
        if (parts == 1)
        {
            StorePreparation.Run(Asked());
            return;
        }

        string[] documents = File.ReadAllText(_run.Corpus).Split("\n\n");
        string[] files = [.. documents.Chunk(50).Select((texts, index) =>
        {
            string path = Path.Combine(_run.Path, $"half-{index}.txt");
            File.WriteAllText(path, string.Join("\n\n", texts));
            return path;
        })];
        for (int part = 1; part <= parts; part++)
        {
            StorePreparation.Run(Asked() with
            {
                Corpus = new CorpusOptions { Paths = files },
                Part = part,
                Parts = parts,
            });
        }
    }
}
