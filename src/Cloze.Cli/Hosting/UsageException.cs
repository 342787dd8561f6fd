namespace Cloze.Cli.Hosting;

/// <summary>A command line that is understood but makes no sense: exit code 2.</summary>
internal sealed class UsageException(string message, string hint) : Exception(message)
{
    /// <summary>What to write in its place.</summary>
    public string Hint { get; } = hint;
}
