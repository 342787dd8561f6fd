namespace Cloze.Tests.TensorBoard;

/// <summary>An event as an independent reader sees it.</summary>
internal sealed record ReadEvent(
    double WallTime,
    int Step,
    string? FileVersion,
    int? SessionStatus,
    IReadOnlyDictionary<string, float> Numbers,
    IReadOnlyDictionary<string, string> Texts);
