using System.Globalization;
using Cloze.Cli.Hosting;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

using var interruption = new Interruption(Console.Error);
return await CommandLine.RunAsync(args, CliContext.Standard(), interruption.Token);
