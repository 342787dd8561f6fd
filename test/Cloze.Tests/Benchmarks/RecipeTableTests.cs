using System.Runtime.CompilerServices;
using Cloze.Benchmarks.EndToEnd.Recipes;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Benchmarks;

/// <summary>Tables of recipes: how they are read, and what is written of their results.</summary>
public sealed class RecipeTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Tables =>
    [
        .. Directory.GetFiles(Path.Combine(Root(), "bench", "recipes"), "*.json")
            .Select(path => Path.GetFileName(path)),
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_candidate_lies_over_what_is_common()
    {
        RecipeTable table = Load(
            """
            { "common": { "tokens": 1000, "weight_decay": 0.1 },
              "candidates": { "a": {}, "b": { "steps": 5, "optimizer": "muon" } } }
            """);

        Assert.Equal(["a", "b"], table.Candidates.Select(candidate => candidate.Name));
        Assert.Equal(new TrainingOptions { Tokens = 1000, WeightDecay = 0.1f }, table.Candidates[0].Options);
        Assert.Equal(
            new TrainingOptions { Steps = 5, WeightDecay = 0.1f, Optimizer = OptimizerKind.Muon },
            table.Candidates[1].Options);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{ "candidates": {} }""")]
    [InlineData("""{ "candidates": { "a": { "lr": 1 } } }""")]
    public void What_is_no_table_is_said(string json) => Assert.Contains(
        "is no table of recipes: ", Assert.Throws<ClozeException>(() => Load(json)).Message);

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_table_of_the_repository_is_sound(string name)
    {
        RecipeTable table = RecipeTable.Load(Path.Combine(Root(), "bench", "recipes", name));

        Assert.Distinct(table.Candidates.Select(candidate => candidate.Name));
        Assert.Distinct(table.Candidates.Select(candidate => candidate.Options));
    }

    [Fact]
    public void A_result_that_is_there_is_found_again_for_the_same_options_alone()
    {
        var options = new TrainingOptions { Tokens = 5 };
        RecipeResult result = Result("a", 1, 2.5) with { Options = options.ToJson() };
        new RecipeResults(_folder.Path).Add(result);
        File.AppendAllText(_folder.File("results.jsonl"), "{ \"Name\": \"cut sh");

        var results = new RecipeResults(_folder.Path);

        Assert.Equal(result, results.Find("a", options, 1));
        Assert.Null(results.Find("a", options, 0));
        Assert.Null(results.Find("b", options, 1));
        Assert.Null(results.Find("a", options with { Tokens = 6 }, 1));
    }

    [Fact]
    public void The_report_has_means_spreads_and_differences_of_the_same_seed()
    {
        string text = RecipeReport.Write(
        [
            ("now", [Result("now", 0, 2), Result("now", 1, 2.2)]),
            ("better", [Result("better", 0, 1.9), Result("better", 1, 2.06)]),
            ("begun", [Result("begun", 0, 2.1)]),
            ("to come", []),
        ]);

        Assert.Equal(
            [
                "| now | 2 | 2.100 | 2.000 to 2.200 |  | 50.0% | 8.0 M | 1.5 |",
                "| better | 2 | 1.980 | 1.900 to 2.060 | -0.120 ± 0.020 | 50.0% | 8.0 M | 1.5 |",
                "| begun | 1 | 2.100 |  | +0.100 | 50.0% | 8.0 M | 1.5 |",
            ],
            text.TrimEnd().Split('\n')[2..].Select(line => line.Replace("50.0 %", "50.0%")));
    }

    private static RecipeResult Result(string name, ulong seed, double loss) =>
        new(name, seed, "{}", loss, 0.5, 8_000_000, 90, "hash", "commit", "2026-11-27 12:00");

    private RecipeTable Load(string json)
    {
        File.WriteAllText(_folder.File("table.json"), json);
        return RecipeTable.Load(_folder.File("table.json"));
    }

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
