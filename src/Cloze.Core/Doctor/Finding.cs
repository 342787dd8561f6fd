namespace Cloze.Doctor;

/// <summary>Something that spoils a run, found before it starts.</summary>
public sealed record Finding
{
    /// <summary>Its name for programs, such as <c>duplicate-lines</c>.</summary>
    public required string Id { get; init; }

    /// <summary>How bad it is.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What was found, a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>How often it was found.</summary>
    public long Count { get; init; }

    /// <summary>Some of what was found; empty where there is nothing to show.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>What to do about it, a sentence. Options of training stand by their keys between backquotes.</summary>
    public required string Advice { get; init; }
}
