using System.Text;
using Cloze.Training;

namespace Cloze.Tests.Training;

/// <summary>The list of options in the documents, as the table has it.</summary>
internal static class OptionsDocument
{
    private const string Head = """
        # The options of a training run

        Made from the table `TrainingOptionTable`; a test compares the two and, with `CLOZE_WRITE_DOCS=1` in its
        environment, writes this page anew. The key is the name in a `--config` file, in `training/options.json` and of
        the library's property in snake_case. Numbers have a decimal point in every country. An option that a resumed
        run may change does not decide a bit of the result (`--evaluations` and `--patience` decide when it is looked
        at, and when it ends); a budget (`--minutes`, `--steps`, `--tokens`, `--epochs`) it may make larger, and the
        learning rate is then that of a run of the new length. With `--from` the recipe is another: a tenth of the
        learning rate, the mask rate 0.15 and the model's own dropout.

        | Flag | Key | Value | Range | Default | Resumed run may change it | What it does |
        |---|---|---|---|---|---|---|

        """;

    /// <summary>The whole page.</summary>
    public static string Text()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (TrainingOption option in TrainingOptionTable.All)
        {
            string[] cells =
            [
                $"`--{option.Flag}`",
                $"`{option.Key}`",
                option.Kind.IsSwitch ? "" : option.Kind.ValueName + (option.Kind.TakesMany ? " ..." : ""),
                option.Kind.Range ?? "",
                option.DefaultText ?? "",
                option.MayChangeOnResume ? "yes" : "no",
                option.Help,
            ];
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|"))).Append(" |\n");
        }

        return text.ToString();
    }
}
