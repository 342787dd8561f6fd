using System.Diagnostics;
using System.Text.Json;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Doctor;
using Cloze.Fuzz;
using Cloze.Tests.Doctor;
using Cloze.Tests.Training;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class DoctorVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ASoundCorpusIsExitCodeZero()
    {
        CliRun run = await Doctor(string.Join("\n\n", SampleTexts.Sound()));
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("60 documents in 1 file, 180 lines, ", run.Output);
        Assert.Contains("loss at the start, ln V", run.Output);
        Assert.Contains("Found: 1 note.", run.Output);
    }

    [Fact]
    public async Task AFatalFindingIsExitCodeOneAndItsAdviceNamesFlagsOfTraining()
    {
        CliRun run = await Doctor("One document only.");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("fatal: The corpus is one document", run.Output);
        Assert.Contains("or give --document line", run.Output);
        Assert.DoesNotContain("blank-line", run.Output);
        Assert.Equal("", run.Error);
    }

    [Theory]
    [InlineData(10_167.5, "1,016,750 epochs")]
    [InlineData(1, "100 epochs")]
    [InlineData(0.125, "12.50 epochs")]
    public void ManyEpochsAreWrittenWithoutDecimals(double tokensPerSecond, string expected)
    {
        DoctorReport report = SampleResults.Doctor();
        report = report with { Cost = report.Cost! with { TokensPerSecond = tokensPerSecond, EpochTokens = 6 } };
        using var output = new StringWriter();
        var context = new CliContext(Stream.Null, output, TextWriter.Null, width: 120);
        DoctorTable.Write(report, text => text, context.OutputConsole);
        Assert.Contains(expected, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheJsonHasFiguresAndFindings()
    {
        CliRun run = await Doctor(string.Join("\n\n", SampleTexts.Sound()), "--json");
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.False(root.GetProperty("fatal").GetBoolean());
        Assert.Equal(60, root.GetProperty("corpus").GetProperty("documents").GetInt64());
        Assert.True(root.GetProperty("losses").GetProperty("both_neighbours").GetDouble() > 0);
        Assert.True(root.GetProperty("cost").GetProperty("tokens_per_second").GetDouble() > 0);
        JsonElement finding = root.GetProperty("findings")[0];
        Assert.Equal("note", finding.GetProperty("severity").GetString());
        Assert.Contains("--minutes", finding.GetProperty("advice").GetString());
    }

    [Theory]
    [InlineData("bpe", 261, 4)]
    [InlineData("wordpiece", 50, 2)]
    public async Task ANewVocabularyIsOfTheKindThatIsAskedFor(string kind, int fewest, double mostPieces)
    {
        CliRun run = await Doctor(
            string.Join("\n\n", SampleTexts.Sound()), "--vocab-kind", kind, "--json");
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement pieces = json.RootElement.GetProperty("pieces");
        Assert.Equal(0, pieces.GetProperty("unknown_pieces").GetInt32());
        Assert.InRange(pieces.GetProperty("vocabulary_size").GetInt32(), fewest, 300);
        Assert.InRange(pieces.GetProperty("pieces_per_word").GetDouble(), 0.9, mostPieces);
    }

    [Theory]
    [InlineData("byte pairs")]
    [InlineData("unigram")]
    public async Task TheTokenizerOfAModelMayBeOfAnyKind(string kind)
    {
        using var tiny = new TinyRun(config => config with { VocabularySize = 400 });
        File.Delete(Path.Combine(tiny.Start, "vocab.txt"));
        File.Delete(Path.Combine(tiny.Start, "tokenizer_config.json"));
        if (kind == "unigram")
        {
            using var seeds = new UnigramInput(rulesAlone: false);
            File.WriteAllBytes(Path.Combine(tiny.Start, "tokenizer.json"), seeds.Seeds[0]);
        }
        else
        {
            var options = new BytePairTrainerOptions { VocabularySize = 300 };
            BytePairTrainer.Train([File.ReadAllText(tiny.Corpus)], options).Save(tiny.Start);
        }

        CliRun run = await CliRun.Of(
            "doctor", "--data", tiny.Corpus, "--model", tiny.Start, "--seconds", "0.02", "--json");
        Assert.Equal("", run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement pieces = json.RootElement.GetProperty("pieces");
        Assert.Equal(kind == "unigram", pieces.GetProperty("unknown_pieces").GetInt64() > 0);
        Assert.True(pieces.GetProperty("pieces").GetInt64() > 0);
        Assert.DoesNotContain("ids-beyond-vocabulary", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheModelsVocabularyIsTried()
    {
        using var tiny = new TinyRun();
        CliRun run = await CliRun.Of(
            "doctor", "--data", tiny.Corpus, "--model", tiny.Start, "--seconds", "0.02", "--json");
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement pieces = json.RootElement.GetProperty("pieces");
        Assert.False(pieces.GetProperty("is_trained").GetBoolean());
        Assert.Equal(0, pieces.GetProperty("unknown_pieces").GetInt64());
        Assert.Equal(tiny.Start, json.RootElement.GetProperty("cost").GetProperty("model").GetString());
    }

    [Fact]
    public async Task ADiskThatDoesNotSayItsRoomIsNotFull()
    {
        if (!Directory.Exists("/proc/self")) Assert.Skip("There is no /proc here.");
        string corpus = _folder.Write("a.txt", string.Join("\n\n", SampleTexts.Sound()));
        string[] arguments =
        [
            typeof(CommandLine).Assembly.Location, "doctor", "--data", corpus, "--vocab-size", "300",
            "--seconds", "0.02", "--json",
        ];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = "/proc",
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.DoesNotContain("not-enough-disk", output);
        Assert.False(JsonElement.Parse(output).GetProperty("cost").TryGetProperty("free_bytes", out _));
    }

    private Task<CliRun> Doctor(string text, params string[] more) => CliRun.Of(
        ["doctor", "--data", _folder.Write("a.txt", text), "--vocab-size", "300", "--seconds", "0.02", .. more]);
}
