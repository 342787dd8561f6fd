using System.Text.Json;
using System.Text.RegularExpressions;
using Cloze.Cli.Rendering.Report;
using Cloze.Evaluation;
using Cloze.Tests.Training;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class ReportVerbTests : IDisposable
{
    private readonly TinyRun _run = new();

    private string DefaultPage => Path.Combine(_run.Output, "training", "report.html");

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task ThePageHoldsTheRunAndLoadsNothing()
    {
        _run.Run(_run.Options(20));
        CliRun run = await CliRun.Of("report", _run.Output);
        Assert.Equal((0, DefaultPage + "\n", ""), (run.ExitCode, run.Output, run.Error));
        string page = File.ReadAllText(DefaultPage);
        JsonElement data = Data(page);
        Assert.Equal(20, data.GetProperty("steps").GetArrayLength());
        Assert.Equal(20, data.GetProperty("steps")[19].GetProperty("step").GetInt32());
        Assert.Equal("model", data.GetProperty("name").GetString());
        Assert.Equal(64, data.GetProperty("manifest").GetProperty("training_hash").GetString()!.Length);
        Assert.DoesNotContain(_run.Path, page);
        Assert.DoesNotMatch("(src|href)=\"(?!#)", page);
        Assert.DoesNotMatch("@import|url\\(|https?://(?!www\\.w3\\.org/)", page);
        Assert.DoesNotMatch("^(import|export) |{{", page);
    }

    [Fact]
    public async Task TheScriptsAreThoseThatThePolicyNames()
    {
        _run.Run(_run.Options(3));
        await CliRun.Of("report", _run.Output);
        string page = File.ReadAllText(DefaultPage);
        string policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]+)\"").Groups[1].Value;
        string[] parts = [.. Regex.Matches(page, "<(?:script|style)>(.*?)</(?:script|style)>", RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value)];
        Assert.Equal(3, parts.Length);
        Every.Item(parts, part => Assert.Contains(
            Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(
                System.Text.Encoding.UTF8.GetBytes(part))),
            policy));
        Assert.StartsWith("default-src 'none'; ", policy);
    }

    [Fact]
    public async Task AnotherFileCanBeNamedAndJsonSaysWhatIsThere()
    {
        _run.Run(_run.Options(5));
        string page = Path.Combine(_run.Path, "run.html");
        CliRun run = await CliRun.Of("report", _run.Output, "--out", page, "--json");
        JsonElement json = JsonElement.Parse(run.Output);
        Assert.Equal(page, json.GetProperty("page").GetString());
        Assert.Equal(5, json.GetProperty("steps").GetInt32());
        Assert.True(json.GetProperty("loss").GetDouble() > 0);
        Assert.True(File.Exists(page));
        Assert.False(File.Exists(DefaultPage));
    }

    [Fact]
    public void TextOfTheCorpusCannotLeaveTheData()
    {
        _run.Run(_run.Options(3));
        RunHistory history = RunHistory.Read(_run.Output);
        const string hostile = "</script><script>alert(1)</script> <!-- & [MASK] \u2028 {{script}}";
        RunEvaluation evaluation = history.Evaluations[0] with
        {
            Examples = [new FilledMask(hostile, "<b>", [new MaskPrediction("</style>", 0.5f)])],
        };
        string page = ReportPage.Of("<i>\"&", history with { Evaluations = [evaluation] });
        Assert.DoesNotContain("alert(1)</script>", page);
        Assert.Contains("<title>&lt;i&gt;&quot;&amp;: training run</title>", page);
        JsonElement example = Data(page).GetProperty("evaluations")[0].GetProperty("examples")[0];
        Assert.Equal(hostile, example.GetProperty("text").GetString());
    }

    [Fact]
    public async Task ALongRunIsThinned()
    {
        _run.Run(_run.Options(1500));
        await CliRun.Of("report", _run.Output);
        JsonElement steps = Data(File.ReadAllText(DefaultPage)).GetProperty("steps");
        Assert.Equal(750, steps.GetArrayLength());
        Assert.Equal(1500, steps[749].GetProperty("step").GetInt32());
    }

    [Fact]
    public async Task AFolderWithoutARunAndAFileThatCannotBeWrittenAreNamed()
    {
        CliRun none = await CliRun.Of("report", _run.Start);
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("There is no record of a run in", none.Error);
        _run.Run(_run.Options(3));
        CliRun unwritable = await CliRun.Of("report", _run.Output, "--out", Path.Combine(_run.Path, "no", "page.html"));
        Assert.Equal(1, unwritable.ExitCode);
        Assert.Contains("Cannot write", unwritable.Error);
        Assert.Contains("hint: Name another file with --out.", unwritable.Error);
    }

    [Fact]
    public async Task APageIsReplacedAsAWhole()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("A file that is open is not replaced there.");
        _run.Run(_run.Options(3));
        string page = Path.Combine(_run.Path, "run.html");
        File.WriteAllText(page, "the page before");
        using (StreamReader before = File.OpenText(page))
        {
            Assert.Equal(0, (await CliRun.Of("report", _run.Output, "--out", page)).ExitCode);
            Assert.Equal("the page before", await before.ReadToEndAsync());
        }

        Assert.StartsWith("<!", File.ReadAllText(page));
        Assert.Equal([page], Directory.GetFiles(_run.Path, "run.html*"));
    }

    [Fact]
    public void ModulesKeepTheirNamesApart()
    {
        string script = ScriptBundle.Join(
        [
            ("a.js", "const x = 1;\nexport const y = () => x;\nexport async function z() {}\n"),
            ("b.js", "import { y, z } from '../page/a.js';\nconst x = y();\n"),
        ]);
        Assert.Equal(
            "'use strict';\nconst modules = {};\n"
            + "modules['a.js'] = (() => {\nconst x = 1;\nconst y = () => x;\nasync function z() {}\n\n"
            + "return { y, z };\n})();\n"
            + "modules['b.js'] = (() => {\nconst { y, z } = modules['a.js'];\nconst x = y();\n\nreturn {  };\n})();\n",
            script);
    }

    private static JsonElement Data(string page) => JsonElement.Parse(Regex.Match(
        page, "<script type=\"application/json\" id=\"run\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value);
}
