using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Cloze.Tests;

/// <summary>The rooms of the house and who may use whom; a source that breaks the table fails the build.</summary>
public partial class LayerTests
{
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["Files"] = [],
        ["Kernels"] = [],
        ["Text"] = ["Files"],
        ["Formats"] = ["Files"],
        ["Hub"] = ["Files"],
        ["Compute"] = ["Kernels"],
        ["Models"] = ["Compute", "Formats", "Files"],
        ["Masking"] = ["Text"],
        ["Predictions"] = ["Models", "Compute", "Text"],
        ["Data"] = ["Text", "Masking", "Files", "Models"],
        ["Initialization"] = ["Data", "Masking", "Models", "Compute"],
        ["Evaluation"] = ["Data", "Masking", "Models", "Compute", "Text", "Predictions"],
        ["Training"] =
        [
            "Files", "Models", "Compute", "Data", "Masking", "Text", "Formats", "Predictions", "Initialization",
            "Evaluation",
        ],
        ["Measurement"] =
        [
            "Kernels", "Compute", "Models", "Data", "Masking", "Text", "Predictions", "Evaluation", "Training",
        ],
        ["Doctor"] =
        [
            "Data", "Text", "Masking", "Models", "Compute", "Evaluation", "Training", "Measurement", "Files",
        ],
        ["Inference"] = ["Models", "Compute", "Text", "Formats", "Masking", "Predictions", "Hub"],
    };

    private static readonly string[] s_rooms = [.. s_mayUse.Keys];

    // What a program may use of the library: everything but what knows the machine.
    private static readonly Dictionary<string, string[]> s_mayNotUse = new()
    {
        ["Cloze.Cli"] = ["Kernels", "Files"],
        ["Cloze.Corpora"] = [.. s_rooms.Except(["Data"])],
        ["Cloze.Extensions"] = ["Kernels", "Files", "Training"],
        ["Cloze.Onnx"] = ["Training", "Data", "Masking", "Inference", "Formats"],
        ["Cloze.Server"] = ["Kernels", "Files", "Training"],
        ["Cloze.TensorBoard"] = ["Kernels", "Files", "Compute", "Text", "Formats", "Data", "Masking", "Inference"],
    };

    // Workers serve the engine. The others run before it, in rooms that may not see it, by output and in fixed order.
    private static readonly string[] s_startThreads =
    [
        "Workers.cs", "TokenStoreBuilder.cs", "DenseMatrix.cs", "WordCounting.cs", "OrderedWork.cs", "InputHash.cs",
        "StoreBuilder.cs", "PartialFile.cs",
    ];

    public static TheoryData<string> Rooms => [.. s_rooms];

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateDirectories(Path.Combine(Root(), "src")).Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void AProjectIsTheLibraryOrUsesOnlyWhatItMay(string project)
    {
        if (project == "Cloze.Core") return;
        Assert.True(s_mayNotUse.ContainsKey(project), $"src/{project} is in no table: say what it may not use.");
        string folder = Path.Combine(Root(), "src", project);
        string[] sources = [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(IsSource)];
        Assert.NotEmpty(sources);
        Assert.Empty(sources.SelectMany(source => Breaches(source, s_mayNotUse[project])));
    }

    [Fact]
    public void EveryFolderOfTheLibraryIsARoom()
    {
        string library = Path.Combine(Root(), "src", "Cloze.Core");
        IEnumerable<string> folders = Directory.EnumerateDirectories(library).Select(Path.GetFileName)
            .OfType<string>().Except(["bin", "obj"]);
        Assert.Equal(s_rooms.Order(), folders.Order());
        Every.Item(s_rooms, room => Assert.NotEmpty(Sources(room)));
    }

    [Fact]
    public void TheRootUsesNoRoom()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(Root(), "src", "Cloze.Core"), "*.cs")];
        Assert.NotEmpty(sources);
        Assert.Empty(sources.SelectMany(source => Breaches(source, s_rooms)));
    }

    [Fact]
    public void ANamespaceIsTheNameOfItsRoom() =>
        Assert.Empty(s_rooms.SelectMany(room => Sources(room).Where(source => !File.ReadLines(source).Any(
            line => line == $"namespace Cloze.{room};"))));

    [Fact]
    public void OfComputeTheProcessorAloneUsesKernels() =>
        Assert.Empty(Sources("Compute").Where(source => !source.Contains($"{Path.DirectorySeparatorChar}Cpu"))
            .SelectMany(source => Breaches(source, ["Kernels"])));

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

    /// <summary>Tokenizers have families too, and folders names: they are for Text, Files and Hub to know.</summary>
    [Fact]
    public void OnlyFamiliesNameAFamily()
    {
        string families = Path.Combine(Root(), "src", "Cloze.Core", "Models", "Families");
        string[] types =
        [
            .. Directory.EnumerateDirectories(families).SelectMany(drawer => Directory.EnumerateFiles(drawer))
                .Select(Path.GetFileNameWithoutExtension).OfType<string>(),
        ];
        Assert.NotEmpty(types);
        IEnumerable<string> others = Directory.EnumerateFiles(
                Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(IsSource)
            .Where(source => !source.StartsWith(families, StringComparison.Ordinal))
            .Where(source => !IsIn(source, "Text") && !IsIn(source, "Files") && !IsIn(source, "Hub"));
        Assert.Empty(others.SelectMany(source => Find(source, types, type => $@"\b{type}\b")));
        Assert.Empty(others.SelectMany(source => Find(
            source, ["a tensor's name"], _ => @"""(bert|roberta|distilbert|electra|cls|lm_head|vocab_\w+)\.")));
        Assert.Empty(others.SelectMany(source => Find(
            source, ["a model_type"], _ => @"""(bert|roberta|xlm-roberta|distilbert|electra|modernbert)""")));
    }

    [Fact]
    public void OnlyTheWorkersAndTheDeclaredPlacesStartThreads() =>
        Assert.Empty(AllSources().Where(source => !s_startThreads.Contains(Path.GetFileName(source)))
            .SelectMany(source => Find(source, ["Thread"], _ => @"new Thread\(|\bParallel\.For|\bTask\.Run\(")));

    /// <summary>The server listens, by ASP.NET Core; of all else the hub alone may call out, or know how.</summary>
    [Fact]
    public void OnlyTheHubUsesTheNetwork()
    {
        const string ways = @"\bSystem\.Net\.(Http|Sockets)\b|\b(HttpClient|WebClient|TcpClient|UdpClient|Socket)\b";
        string hub = Path.Combine(Root(), "src", "Cloze.Core", "Hub") + Path.DirectorySeparatorChar;
        string[] others =
        [
            .. Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
                .Where(source => IsSource(source) && !source.StartsWith(hub, StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(others);
        Assert.Empty(others.SelectMany(source => Find(source, ["the network"], _ => ways)));
        Assert.Single(AllSources().SelectMany(File.ReadLines), line => Regex.IsMatch(line, "\"https://[a-z]+\\.co"));
    }

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

    private static IEnumerable<string> AllSources() =>
        s_rooms.SelectMany(Sources).Concat(Directory.EnumerateFiles(Path.Combine(Root(), "src", "Cloze.Core"), "*.cs"));

    private static IEnumerable<string> Sources(string room)
    {
        string folder = Path.Combine(Root(), "src", "Cloze.Core", room);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories) : [];
    }

    private static bool IsIn(string source, string room) => source.StartsWith(
        Path.Combine(Root(), "src", "Cloze.Core", room) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsSource(string path) =>
        !Path.GetRelativePath(Root(), path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));

    [GeneratedRegex("//.*$")]
    private static partial Regex Comment();
}
