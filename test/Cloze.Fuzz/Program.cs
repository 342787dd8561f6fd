using System.Diagnostics;
using System.Globalization;
using Cloze;
using Cloze.Fuzz;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    return args switch
    {
        ["replay", string format, string file] => Replay(format, file),
        ["one", .. string[] words] => RunOne(FuzzOptions.Parse(words)),
        _ => new Campaign(FuzzOptions.Parse(args)).Run() == 0 ? 0 : 1,
    };
}
catch (ClozeException error)
{
    Console.Error.WriteLine($"error: {error.Message}\nhint: {error.Hint}");
    return 2;
}

static int RunOne(FuzzOptions options)
{
    string name = options.Formats[0];
    string output = Path.GetFullPath(options.Output);
    Directory.CreateDirectory(output);
    var folder = new FindingFolder(output, name, options.Seed);
    var watchdog = new Watchdog(folder);
    using FuzzFormat format = FuzzFormats.Create(name);
    string last = Campaign.LastInput(output, name);
    var loop = new FuzzLoop(format, options.Seed)
    {
        Starting = (round, input) =>
        {
            watchdog.Start(round, input);
            File.WriteAllBytes(last, input);
        },
        Found = finding => Console.Error.WriteLine($"finding: {finding.Kind}: {folder.Write(finding)}"),
    };
    var clock = Stopwatch.StartNew();
    FuzzReport report = loop.Run(_ => clock.Elapsed.TotalSeconds < options.Seconds);
    Console.WriteLine(
        $"{name}: {report.Inputs:N0} inputs in {clock.Elapsed.TotalSeconds:F0} s, {report.Outcomes:N0} outcomes, "
        + $"{report.Kept:N0} inputs kept, {report.Findings.Count} findings");
    File.Delete(last);
    return report.Findings.Count == 0 ? 0 : 1;
}

static int Replay(string name, string file)
{
    byte[] input = File.ReadAllBytes(file);
    using FuzzFormat format = FuzzFormats.Create(name);
    try
    {
        Console.WriteLine(format.Run(input));
        return 0;
    }
    catch (ClozeException error)
    {
        Console.WriteLine($"refused: {error.Message}\nhint: {error.Hint}");
        return 0;
    }
    catch (Exception error)
    {
        Console.WriteLine(error);
        return 1;
    }
}
