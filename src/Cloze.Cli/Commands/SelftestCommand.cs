using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Measurement;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze selftest</c>: whether a device computes what the processor computes, and how fast.</summary>
internal static class SelftestCommand
{
    public static readonly string[] Examples =
    [
        "# every operation against the processor, then timings",
        "cloze selftest --device cuda",
        "cloze selftest --device cuda --quick --json",
        "cloze selftest --device cuda --only linear --own-products",
    ];

    public static Command Create(CliContext context)
    {
        var engine = new EngineFlags("cuda");
        Option<bool> quick = CliOption.Switch("--quick", "Compare fewer shapes, and time less.");
        Option<SelfTestPart?> only = CliOption.Of<SelfTestPart?>(
            "--only", new ChoiceKind<SelfTestPart>(), "Run one part only.");
        Option<bool> own = CliOption.Switch(
            "--own-products", "Multiply by kernels of Cloze's own, as where cuBLASLt is missing.");
        Option<bool> json = SharedOptions.Json();
        var command = new Command("selftest", "Compare a device with the processor, operation by operation; time it.")
        {
            quick, only, own, json,
        };
        foreach (Option option in engine.All) command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var options = new DeviceSelfTestOptions
            {
                Engine = engine.Read(parsed),
                Quick = parsed.GetValue(quick),
                Only = parsed.GetValue(only),
                OwnProducts = parsed.GetValue(own),
            };
            DeviceReport report = DeviceSelfTest.Run(options, context.Error.WriteLine, cancellation);
            if (parsed.GetValue(json)) context.Output.WriteLine(Json.Line(SelftestJson.From(report)));
            else SelftestTable.Write(report, context.OutputConsole);
            return Task.FromResult(report.IsRight ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
