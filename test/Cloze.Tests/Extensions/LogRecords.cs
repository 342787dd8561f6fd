using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cloze.Tests.Extensions;

/// <summary>Keeps what is logged, a line each.</summary>
internal sealed class LogRecords : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();
    private string _category = "";

    /// <summary>Level, category and message of each.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName)
    {
        if (categoryName != "Cloze") return Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
        _category = categoryName;
        return this;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {_category} {formatter(state, exception)}");

    public void Dispose()
    {
    }
}
