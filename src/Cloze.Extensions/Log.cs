using Microsoft.Extensions.Logging;

namespace Cloze.Extensions;

/// <summary>What is logged, under the category <see cref="Category"/>: never a word of a text.</summary>
internal static partial class Log
{
    /// <summary>The category of all messages.</summary>
    public const string Category = "Cloze";

    [LoggerMessage(1, LogLevel.Information, "Model {Model} loaded from {Folder} in {Seconds:F2} s")]
    public static partial void Loaded(ILogger logger, string model, string folder, double seconds);

    [LoggerMessage(2, LogLevel.Error, "Model {Model} cannot be loaded: {Reason}")]
    public static partial void NotLoaded(ILogger logger, string model, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Model {Model}: {Note}")]
    public static partial void Note(ILogger logger, string model, string note);

    [LoggerMessage(4, LogLevel.Information, "Model {Model} disposed of")]
    public static partial void Disposed(ILogger logger, string model);

    [LoggerMessage(5, LogLevel.Debug, "Model {Model} embedded {Texts} texts of {Tokens} tokens in {Seconds:F4} s")]
    public static partial void Embedded(ILogger logger, string model, int texts, long tokens, double seconds);

    [LoggerMessage(6, LogLevel.Warning, "Model {Model} cut {Tokens} tokens off {Texts} texts too long for it")]
    public static partial void Cut(ILogger logger, string model, long tokens, int texts);

    [LoggerMessage(7, LogLevel.Warning, "Model {Model} failed its health check: {Reason}")]
    public static partial void Unhealthy(ILogger logger, string model, string reason);
}
