using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering.Report;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze report</c>: the course of a training run as one page.</summary>
internal static class ReportCommand
{
    private const int MostPoints = 1200;

    public static readonly string[] Examples =
    [
        "cloze report my-model",
        "cloze report my-model --out run.html",
    ];

    public static Command Create(CliContext context)
    {
        Argument<string> run = CliOption.Path(
            "run", "RUN", "Folder that `cloze train` writes or has written.", ArgumentArity.ExactlyOne);
        Option<string?> output = CliOption.Of<string?>(
            "--out", TextKind.Path("FILE.html"), "The page to write; training/report.html in the run's folder else.");
        Option<bool> json = SharedOptions.Json();
        var command = new Command("report", "Write a page that shows a training run; it works without a network.")
        {
            run, output, json,
        };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetRequiredValue(run);
            string path = parsed.GetValue(output) ?? Path.Combine(folder, "training", "report.html");
            RunHistory history = RunHistory.Read(folder).Thinned(MostPoints);
            Save(path, ReportPage.Of(NameOf(folder), history));
            var written = ReportJson.Of(path, history);
            if (parsed.GetValue(json)) context.Output.WriteLine(Json.Line(written));
            else context.Output.WriteLine(Printable.Line(path));
            return ExitCode.Done;
        });
        return command;
    }

    private static string NameOf(string folder) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    // A page that stands there stays until the new one is whole.
    private static void Save(string path, string page)
    {
        string beside = path + ".new";
        try
        {
            if (IsDevice(path))
            {
                File.WriteAllText(path, page);
                return;
            }

            File.WriteAllText(beside, page);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(beside);
            throw new ClozeException(
                $"Cannot write {path}: {error.Message}", "Name another file with --out.", error);
        }
    }

    // A file would take the place of such as /dev/stdout.
    private static bool IsDevice(string path) => Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The error that led here matters more than a file left over; the next page replaces it.
        }
    }
}
