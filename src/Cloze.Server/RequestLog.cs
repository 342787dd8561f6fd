namespace Cloze.Server;

/// <summary>What the log tells of requests.</summary>
public enum RequestLog
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A line each: method, path, status and time.</summary>
    Lines,

    /// <summary>As <see cref="Lines"/>, and the bodies: they hold what people wrote.</summary>
    Texts,
}
