namespace Cloze.Cli.Hosting;

/// <summary>The exit codes of every verb.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int Interrupted = 130;
}
