using System.CommandLine;
using System.CommandLine.Parsing;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary>
/// Makes options and arguments whose values are read, checked and described by an <see cref="OptionKind"/>.
/// </summary>
internal static class CliOption
{
    /// <summary>An option with a value of its own type; <c>default</c> of the type where it is not given.</summary>
    public static Option<T> Of<T>(string name, OptionKind kind, string help) => new(name)
    {
        Description = kind.Range is { } range ? $"{help} [{range}]" : help,
        HelpName = kind.ValueName,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Parse(result, name, kind) is T value ? value : default!,
    };

    /// <summary>An option that has a value in any case.</summary>
    public static Option<T> Of<T>(string name, OptionKind kind, string help, T defaultValue)
    {
        Option<T> option = Of<T>(name, kind, help);
        option.DefaultValueFactory = _ => defaultValue;
        return option;
    }

    /// <summary>An option without a value.</summary>
    public static Option<bool> Switch(string name, string help) =>
        new(name) { Description = help, Arity = ArgumentArity.Zero };

    /// <summary>The path of something to read, as an argument.</summary>
    public static Argument<string> Path(string name, string valueName, string help, ArgumentArity arity)
    {
        var kind = TextKind.Path(valueName);
        return new Argument<string>(name)
        {
            Description = help,
            HelpName = valueName,
            Arity = arity,
            CustomParser = result => (string)Parse(result, valueName, kind)!,
        };
    }

    /// <summary>The option of a row of the table; its value is read by the row.</summary>
    public static Option Of(TrainingOption row, bool withDefault = true)
    {
        string name = "--" + row.Flag;
        if (row.Kind.IsSwitch) return Switch(name, row.Help);
        Option option = row.Kind.TakesMany
            ? new Option<string[]>(name) { AllowMultipleArgumentsPerToken = true }
            : new Option<string>(name);
        option.Description = row.Help
            + (row.Kind.Range is { } range ? $" [{range}]" : "")
            + (withDefault && row.DefaultText is { } text ? $" [default: {text}]" : "");
        option.HelpName = row.Kind.ValueName;
        option.Validators.Add(result => Check(result, name, row.Kind));
        return option;
    }

    private static object? Parse(ArgumentResult result, string name, OptionKind kind)
    {
        if (kind.TryParse([.. result.Tokens.Select(token => token.Value)], out object? value, out string? complaint))
        {
            return value;
        }

        result.AddError($"{name} {complaint}");
        return null;
    }

    private static void Check(SymbolResult result, string name, OptionKind kind)
    {
        if (!kind.TryParse([.. result.Tokens.Select(token => token.Value)], out _, out string? complaint))
        {
            result.AddError($"{name} {complaint}");
        }
    }
}
