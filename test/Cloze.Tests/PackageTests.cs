using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Cloze.Tests;

/// <summary>The packages that people install keep their word.</summary>
public class PackageTests
{
    [Fact]
    public void ThePackagesProgramIsTheOneThatCompiles()
    {
        string[] statements = ReadMe("Cloze.Core").Split("```")[1].Split('\n')[1..];
        string source = Packed(Text("test/Cloze.Tests/ReadMeExample.cs"));
        Assert.True(statements.Length > 3);
        Every.Item(statements, statement => Assert.Contains(Packed(statement), source));
    }

    [Fact]
    public void TheExtensionsProgramsAreThoseThatCompile()
    {
        string source = Packed(Text("test/Cloze.Tests/Extensions/ExtensionExamples.cs"));
        string pages = ReadMe("Cloze.Extensions") + Text("docs/from-dotnet.md");
        string[] blocks = [.. Regex.Matches(pages, "```csharp\n(.+?)```", RegexOptions.Singleline)
            .Select(block => block.Groups[1].Value)];
        Assert.Equal(7, blocks.Length);
        Every.Item(blocks.SelectMany(block => block.Split("\n\n")), part => Assert.Contains(Packed(part), source));
    }

    [Fact]
    public void TheExtensionsOptionsAreAllInItsReadMe() =>
        Every.Item(
            typeof(Cloze.Extensions.ClozeOptions).GetProperties().Select(property => property.Name),
            name => Assert.Contains($"| `{name}` |", ReadMe("Cloze.Extensions")));

    [Fact]
    public void EveryInstrumentIsInTheDocs()
    {
        string page = Text("docs/from-dotnet.md");
        string[] names = [.. Regex.Matches(
            Text("src/Cloze.Core/Inference/Observing/InferenceTelemetry.cs"), "\"(cloze\\.[a-z.]+)\"")
            .Select(name => name.Groups[1].Value)];
        Assert.Equal(8, names.Length);
        Every.Item(names, name => Assert.Contains($"| `{name}` |", page));
    }

    [Fact]
    public void EveryInstrumentOfTrainingIsInTheDocs()
    {
        string page = Text("docs/seeing-a-run.md");
        string[] names = [.. Regex.Matches(
            Text("src/Cloze.Core/Training/Observing/TrainingTelemetry.cs"), "\"(cloze\\.training\\.[a-z._]+)\"")
            .Select(name => name.Groups[1].Value)];
        Assert.Equal(11, names.Length);
        Every.Item(names, name => Assert.Contains($"| `{name}` |", page));
    }

    [Fact]
    public void TheToolsCommandsAreUnderstood()
    {
        var context = new Cloze.Cli.Hosting.CliContext(Stream.Null, TextWriter.Null, TextWriter.Null);
        string[] commands = [.. Regex.Matches(ReadMe("Cloze.Cli"), "^cloze (.+)$", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(commands);
        Every.Item(commands, command => Assert.Empty(
            Cloze.Cli.Hosting.CommandLine.CreateRoot(context).Parse(command).Errors));
    }

    [Fact]
    public void TheReadMesNameThePackages()
    {
        Assert.Contains("dotnet tool install --global Cloze.Cli", ReadMe("Cloze.Cli"));
        Assert.Contains("dotnet tool install --global Cloze.Cli", ReadMe("Cloze.Core"));
        Assert.Equal("Cloze", Property("src/Cloze.Core/Cloze.Core.csproj", "PackageId"));
        Assert.Equal("Cloze.Cli", Property("src/Cloze.Cli/Cloze.Cli.csproj", "PackageId"));
        Assert.Equal("Cloze.Extensions", Property("src/Cloze.Extensions/Cloze.Extensions.csproj", "PackageId"));
        Assert.Contains("`Cloze.Extensions`", ReadMe("Cloze.Core"));
        Assert.Contains("`Cloze`", ReadMe("Cloze.Extensions"));
    }

    [Fact]
    public void ThreeProjectsArePackages()
    {
        string[] projects = [.. XDocument.Parse(Text("Cloze.slnx")).Descendants("Project")
            .Select(project => project.Attribute("Path")!.Value)];
        Assert.Equal(
            [
                "src/Cloze.Cli/Cloze.Cli.csproj",
                "src/Cloze.Core/Cloze.Core.csproj",
                "src/Cloze.Extensions/Cloze.Extensions.csproj",
            ],
            projects.Where(project => Property(project, "IsPackable") != "false").Order());
    }

    [Fact]
    public void WhatIsReadAheadOfTimeIsAnalyzed()
    {
        Assert.Equal("true", Property("src/Cloze.Core/Cloze.Core.csproj", "IsAotCompatible"));
        Assert.Equal("true", Property("src/Cloze.Cli/Cloze.Cli.csproj", "IsAotCompatible"));
        Assert.Equal("true", Property("src/Cloze.Extensions/Cloze.Extensions.csproj", "IsAotCompatible"));
    }

    [Fact]
    public void NothingReflectsToWriteJson()
    {
        string folder = Path.Combine(Root(), "src");
        string[] sources = [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)];
        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, source => File.ReadAllText(source).Contains("new JsonStringEnumConverter("));
    }

    private static string Property(string project, string name) =>
        XDocument.Parse(Text(project)).Descendants(name).FirstOrDefault()?.Value ?? "";

    private static string ReadMe(string project) => Text($"src/{project}/README.md");

    private static string Packed(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private static string Text(string path) => File.ReadAllText(Path.Combine(Root(), path)).ReplaceLineEndings("\n");

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
