using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Cloze.Server.Hosting;

/// <summary>Writes the log, a line an entry: the time in UTC, the level and what happened.</summary>
internal sealed class LineLog(TextWriter writer) : ILoggerProvider
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        new Writer(this, categoryName.StartsWith("Cloze.", StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose()
    {
        // The writer is its owner's.
    }

    private void Write(LogLevel level, string message)
    {
        string time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        lock (_gate) writer.WriteLine($"{time} {Word(level)} {message.ReplaceLineEndings(" ")}");
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Warning => "warning",
        >= LogLevel.Error => "error",
        _ => "info",
    };

    // Of the framework only what is wrong is told, without the exception: its message may quote a request.
    private sealed class Writer(LineLog log, bool isOwn) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) =>
            logLevel >= (isOwn ? LogLevel.Information : LogLevel.Warning) && logLevel < LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Write(logLevel, formatter(state, null));
        }
    }
}
