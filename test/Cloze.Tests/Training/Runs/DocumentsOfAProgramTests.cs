using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Training on texts that the program has, without a file.</summary>
public sealed class DocumentsOfAProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static IEnumerable<string> Documents =>
        Enumerable.Range(0, 300).Select(
            i => $"note {i} of {(char)(97 + (i % 26))}{(char)(97 + (i % 25))} and {i} words");

    [Fact]
    public void TheyGiveTheBitsThatTheSameTextsInAFileGive()
    {
        string file = _folder.File("corpus.txt");
        File.WriteAllText(file, string.Join("\n\n", Documents));
        TrainingResult given = TrainingRun.Run(Documents, Options("given"));
        TrainingResult read = TrainingRun.Run(Options("read") with { Data = [file] });
        Assert.Equal(read.Evaluation, given.Evaluation);
        Assert.Equal(Weights(read), Weights(given));
    }

    [Fact]
    public void AnInterruptedRunGoesOnWithoutThem()
    {
        TrainingResult straight = TrainingRun.Run(Documents, Options("straight"));
        using var interruption = new CancellationTokenSource();
        TrainingResult half = TrainingRun.Run(
            Documents, Options("halves"), new Interrupter(interruption), interruption.Token);
        Assert.True(half.IsInterrupted);
        TrainingResult rest = TrainingRun.Run(new TrainingOptions { Output = half.Model, Resume = true });
        Assert.Equal(Weights(straight), Weights(rest));
    }

    [Fact]
    public void ACorpusOfFewLettersCanBeResumed()
    {
        string[] documents = [.. Enumerable.Range(0, 200).Select(i => string.Concat(Enumerable.Repeat("ab ", 1 + i)))];
        TrainingResult straight = TrainingRun.Run(documents, Options("few"));
        TrainingResult again = TrainingRun.Run(new TrainingOptions { Output = straight.Model, Resume = true });
        Assert.Equal(straight.Evaluation, again.Evaluation);
    }

    [Fact]
    public void LongTextsGiveExamplesToo()
    {
        string[] words = ["river", "stone", "winter", "garden", "letter", "window", "summer", "bridge"];
        IEnumerable<string> texts = Enumerable.Range(0, 60).Select(
            i => string.Join(' ', Enumerable.Range(0, 60).Select(k => words[((i * k) + (k * k)) % words.Length])));
        TrainingResult result = TrainingRun.Run(
            texts, Options("long") with { SequenceLength = 64, HeldOut = 0.5 });
        Assert.NotEmpty(result.Examples);
        Every.Item(result.Examples, example => Assert.True(example.Text.Split(' ').Length > 40));
    }

    [Fact]
    public void ThatTextsGivenToAResumedRunAreNotReadIsSaid()
    {
        TrainingResult finished = TrainingRun.Run(Documents, Options("resumed"));
        var said = new Said();
        TrainingRun.Run(["other"], new TrainingOptions { Output = finished.Model, Resume = true }, said);
        Assert.Contains(
            "The run goes on with the texts it was started on; those that are given now are not read.", said.Messages);
    }

    [Fact]
    public void ACorpusBesideThemIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(
            () => TrainingRun.Run(Documents, Options("model") with { Data = ["notes"] }));
        Assert.StartsWith("The options name a corpus, but documents are given.", error.Message);
        Assert.Throws<ArgumentNullException>(() => TrainingRun.Run((IEnumerable<string>)null!, Options("model")));
        Assert.Throws<ArgumentException>(() => TrainingRun.Run(["a", null!], Options("model")));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Weights(TrainingResult result) =>
        File.ReadAllBytes(Path.Combine(result.Model, "model.safetensors"));

    private TrainingOptions Options(string name) => new()
    {
        Output = _folder.File(name),
        Steps = 4,
        BatchTokens = 128,
        SequenceLength = 16,
        Threads = 1,
    };

    private sealed class Interrupter(CancellationTokenSource source) : ITrainingObserver
    {
        public void OnStep(in StepReport step)
        {
            if (step.Position.Step == 2) source.Cancel();
        }
    }

    private sealed class Said : ITrainingObserver
    {
        public List<string> Messages { get; } = [];

        public void OnMessage(string message) => Messages.Add(message);
    }
}
