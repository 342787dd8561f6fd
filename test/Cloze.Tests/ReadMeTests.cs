using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Cloze.Cli.Hosting;
using Xunit;

namespace Cloze.Tests;

/// <summary>The README keeps its word: commands are understood, links lead somewhere, CI runs its tests.</summary>
public partial class ReadMeTests
{
    [Fact]
    public void EveryCommandIsUnderstood()
    {
        var context = new CliContext(Stream.Null, TextWriter.Null, TextWriter.Null);
        string[] commands = [.. Commands().Matches(ReadMe()).Select(match => match.Groups["command"].Value)];
        Assert.True(commands.Length >= 4, "The README shows too few commands.");
        Every.Item(commands, command => Assert.Empty(CommandLine.CreateRoot(context).Parse(command).Errors));
    }

    [Fact]
    public void EveryLinkLeadsSomewhere()
    {
        string[] targets = [.. Links().Matches(ReadMe()).Select(match => match.Groups["target"].Value)];
        Assert.NotEmpty(targets);
        Every.Item(targets, target => Assert.True(Path.Exists(Path.Combine(Root(), target)), target));
    }

    [Fact]
    public void ContinuousIntegrationRunsTheReadMesTestCommand()
    {
        Assert.Contains("\ndotnet test -c Release\n", ReadMe());
        Assert.Contains("\nrun \"$best\" dotnet test -c Release\n", Text(".ci/run"));
    }

    [Fact]
    public void ItsProgramIsTheOneThatCompiles()
    {
        Match program = Program().Match(ReadMe());
        Assert.True(program.Success);
        string source = Text("test/Cloze.Tests/ReadMeExample.cs");
        Assert.Contains(program.Groups["usings"].Value, source);
        Assert.Contains(Packed(program.Groups["statements"].Value), Packed(source));
    }

    [Fact]
    public void TheProgramsOfThePageFromCodeCompile()
    {
        string source = Packed(Text("test/Cloze.Tests/FromCodeExamples.cs"));
        string[] blocks = [.. Blocks().Matches(Text("docs/from-code.md")).Select(block => block.Groups["code"].Value)];
        Assert.True(blocks.Length >= 5, "The page shows too few programs.");
        Every.Item(blocks, block => Assert.Contains(Packed(block), source));
    }

    [Fact]
    public void TheProgramOfThePageOnEvaluatingCompiles()
    {
        Match block = Assert.Single(Blocks().Matches(Text("docs/evaluating.md")));
        Assert.Contains(
            Packed(block.Groups["code"].Value), Packed(Text("test/Cloze.Tests/FromCodeExamples.cs")));
    }

    private static string Packed(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private static string ReadMe() => Text("README.md");

    internal static string Text(string path) => File.ReadAllText(Path.Combine(Root(), path)).ReplaceLineEndings("\n");

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));

    [GeneratedRegex(@"^(\$ )?cloze (?<command>.+)$", RegexOptions.Multiline)]
    private static partial Regex Commands();

    [GeneratedRegex(@"```csharp\n(?<usings>(using [\w.]+;\n)+)\n(?<statements>.+?)```", RegexOptions.Singleline)]
    private static partial Regex Program();

    [GeneratedRegex(@"```csharp\n(?<code>.+?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\]\((?<target>[^)#:]+)\)")]
    private static partial Regex Links();
}
