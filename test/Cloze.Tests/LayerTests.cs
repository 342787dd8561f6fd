using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Cloze.Tests;

/// <summary>The rooms of the house and who may use whom; a source that breaks the table fails the build.</summary>
public partial class LayerTests
{
    private static readonly string[] s_rooms =
    [
        "Kernels", "Compute", "Text", "Formats", "Models", "Data", "Initialization", "Training", "Measurement",
        "Inference",
    ];

    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["Kernels"] = [],
        ["Text"] = [],
        ["Formats"] = [],
        ["Compute"] = ["Kernels"],
        ["Models"] = ["Compute", "Formats"],
        ["Data"] = ["Text", "Models"],
        ["Initialization"] = ["Data", "Models", "Compute"],
        ["Training"] = ["Models", "Compute", "Data", "Text", "Formats", "Initialization"],
        ["Measurement"] = ["Kernels", "Compute", "Models", "Data", "Text", "Training"],
        ["Inference"] = ["Models", "Compute", "Text", "Formats"],
    };

    // Workers serve the engine. The others run before it, in rooms that may not see it, by output and in fixed order.
    private static readonly string[] s_startThreads =
        ["Workers.cs", "TokenStoreBuilder.cs", "DenseMatrix.cs", "WordPieceTrainer.cs"];

    public static TheoryData<string> Rooms => [.. s_rooms];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoomUsesOnlyWhatItMay(string room)
    {
        string[] forbidden = [.. s_rooms.Where(other => other != room && !s_mayUse[room].Contains(other))];
        Assert.Empty(Sources(room).SelectMany(source => Breaches(source, forbidden)));
    }

    [Fact]
    public void OfTheModelsDataUsesTheBatchAlone() =>
        Assert.Empty(Sources("Data").SelectMany(source => Find(
            source, ModelTypes(), name => $@"\b{name}\b")));

    [Fact]
    public void OnlyTheWorkersAndTheDeclaredPlacesStartThreads() =>
        Assert.Empty(AllSources().Where(source => !s_startThreads.Contains(Path.GetFileName(source)))
            .SelectMany(source => Find(source, ["Thread"], _ => @"new Thread\(|\bParallel\.For|\bTask\.Run\(")));

    [Fact]
    public void TheLibraryNeverTouchesTheConsole() =>
        Assert.Empty(AllSources().SelectMany(source => Find(source, ["Console"], _ => @"(?<!\w)Console\.")));

    [Theory]
    [InlineData("using Cloze.Training;", true)]
    [InlineData("var x = Cloze.Training.Trainer.Create();", true)]
    [InlineData("var x = Training.Trainer.Create();", true)]
    [InlineData("bool Training = options.Training;", false)]
    [InlineData("/// <see cref=\"Training.Trainer\"/>", false)]
    public void TheTestSeesEveryFormOfUse(string line, bool breach) =>
        Assert.Equal(breach, IsUse(Strip(line), "Training"));

    private static IEnumerable<string> Breaches(string source, string[] forbidden) =>
        from line in File.ReadLines(source).Select((text, index) => (Text: Strip(text), Number: index + 1))
        from room in forbidden
        where IsUse(line.Text, room)
        select $"{Path.GetFileName(source)}:{line.Number} uses {room}: {line.Text.Trim()}";

    private static IEnumerable<string> Find(string source, string[] names, Func<string, string> pattern) =>
        from line in File.ReadLines(source).Select((text, index) => (Text: Strip(text), Number: index + 1))
        from name in names
        where Regex.IsMatch(line.Text, pattern(name))
        select $"{Path.GetFileName(source)}:{line.Number} uses {name}: {line.Text.Trim()}";

    private static bool IsUse(string line, string room) =>
        Regex.IsMatch(line, $@"\bCloze\.{room}\b|(?<![\w.]){room}\.[A-Z]");

    private static string Strip(string line) => Comment().Replace(line, "");

    private static string[] ModelTypes() =>
        [.. Sources("Models").Select(Path.GetFileNameWithoutExtension).OfType<string>()
            .Where(name => name != "TokenBatch" && !name.Contains('.'))];

    private static IEnumerable<string> AllSources() => s_rooms.SelectMany(Sources);

    private static IEnumerable<string> Sources(string room)
    {
        string folder = Path.Combine(Root(), "src", "Cloze.Core", room);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories) : [];
    }

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));

    [GeneratedRegex("//.*$")]
    private static partial Regex Comment();
}
