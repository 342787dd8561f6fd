using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Cloze.Cli.Commands;
using Cloze.Cli.Hosting;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>The library names options by keys, the command line by flags of the verb that speaks.</summary>
public sealed partial class OptionNamesTests
{
    private static readonly CliContext s_context = new(Stream.Null, TextWriter.Null, TextWriter.Null);

    [Fact]
    public void The_library_knows_no_flags() => Assert.Empty(
        from source in Sources("Cloze.Core")
        from Match literal in Literals().Matches(File.ReadAllText(source))
        where Flags().IsMatch(literal.Value)
        select $"{Path.GetFileName(source)}: {literal.Value}");

    [Fact]
    public void What_stands_between_backquotes_in_the_library_is_a_key()
    {
        string[] keys =
        [
            .. from source in Sources("Cloze.Core")
               from Match literal in Literals().Matches(File.ReadAllText(source))
               from Match key in Keys().Matches(literal.Value)
               select key.Groups["key"].Value,
        ];

        Assert.True(keys.Length > 15, "The messages of the library name too few options.");
        HashSet<string> flags =
            [.. Verbs.All(s_context).SelectMany(verb => verb.Options).Select(option => option.Name)];
        Every.Item(keys, key => Assert.True(
            TrainingOptionTable.TryFind(key) is not null || flags.Contains($"--{key.Replace('_', '-')}"), key));
    }

    [Fact]
    public void A_flag_that_a_verb_names_is_one_of_its_own()
    {
        foreach (var verb in Verbs.All(s_context))
        {
            string name = char.ToUpperInvariant(verb.Name[0]) + verb.Name[1..];
            string source = Sources("Cloze.Cli").Single(path => Path.GetFileName(path) == name + "Command.cs");
            string[] known = [.. verb.Options.Select(option => option.Name), "--help"];
            Every.Item(Flags().Matches(File.ReadAllText(source)), flag => Assert.Contains(flag.Value, known));
        }
    }

    [Theory]
    [InlineData("train", "Leave `learning_rate` out.", "Leave --learning-rate out.")]
    [InlineData("train", "Ask for `vocabulary_size` or `output`.", "Ask for --vocab-size or --out.")]
    [InlineData("eval", "Give `replace_invalid` or `force`.", "Give --replace-invalid or force.")]
    [InlineData("fill", "Give `data`.", "Give data.")]
    [InlineData("train", "`no_option` and {steps} stay.", "`no_option` and {steps} stay.")]
    public void A_key_becomes_the_flag_of_the_verb(string verb, string text, string expected) => Assert.Equal(
        expected, OptionNames.Render(text, Verbs.All(s_context).Single(command => command.Name == verb)));

    [Fact]
    public void Training_evaluation_and_measurement_share_the_options_of_the_corpus()
    {
        foreach (string name in new[] { "train", "eval", "bench" })
        {
            var verb = Verbs.All(s_context).Single(command => command.Name == name);
            Every.Item(
                TrainingOptionTable.Corpus,
                option => Assert.Contains("--" + option.Flag, verb.Options.Select(known => known.Name)));
        }
    }

    [Fact]
    public void What_the_readers_of_a_corpus_name_is_an_option_of_every_verb_that_reads_one()
    {
        string[] rooms = ["Data", "Files", "Evaluation", "Masking"];
        string[] keys =
        [
            .. from source in Sources("Cloze.Core")
               where rooms.Contains(Path.GetRelativePath(
                   Path.Combine(Root(), "src", "Cloze.Core"), source).Split(Path.DirectorySeparatorChar)[0])
               // Stores are made by one verb, and read by another.
               where !source.Contains("Shards", StringComparison.Ordinal)
                   && !source.Contains("Preparation", StringComparison.Ordinal)
               from Match literal in Literals().Matches(File.ReadAllText(source))
               from Match key in Keys().Matches(literal.Value)
               select key.Groups["key"].Value,
        ];

        Assert.True(keys.Length > 5, "The messages of the readers name too few options.");
        Every.Item(keys, key => Assert.Contains(key, TrainingOptionTable.Corpus.Select(option => option.Key)));
    }

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root(), "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Root(), path).Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj"));

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", ".."));

    [GeneratedRegex("\"[^\"\\n]*\"")]
    private static partial Regex Literals();

    [GeneratedRegex("--[a-z][a-z0-9-]*")]
    private static partial Regex Flags();

    [GeneratedRegex("`(?<key>[a-z0-9_]+)`")]
    private static partial Regex Keys();
}
