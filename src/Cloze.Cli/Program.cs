using Cloze.Cli.Hosting;

using var interruption = new Interruption();
return await CommandLine.RunAsync(args, CliContext.Standard(), interruption.Token);
