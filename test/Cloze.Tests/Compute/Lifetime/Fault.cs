namespace Cloze.Tests.Compute;

/// <summary>What a <see cref="FaultyBackend"/> fails at.</summary>
public enum Fault
{
    /// <summary>Taking an arena.</summary>
    Memory,

    /// <summary>Copying to the backend.</summary>
    Upload,

    /// <summary>Copying from the backend.</summary>
    Download,

    /// <summary>An operation of a pass or of the optimizer.</summary>
    Operation,
}
