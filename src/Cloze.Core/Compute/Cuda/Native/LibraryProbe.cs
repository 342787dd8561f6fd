namespace Cloze.Compute;

/// <summary>One look for one of CUDA's libraries or devices.</summary>
/// <param name="What">What was looked for: "driver", "compiler", "matrix products", "device 0".</param>
/// <param name="Path">Where: a file, or the name by which the system was asked.</param>
/// <param name="IsUsable">Whether it was found and serves.</param>
/// <param name="Version">Its version; null where it is not known.</param>
/// <param name="Reason">What was found, or why it does not serve.</param>
public sealed record LibraryProbe(string What, string Path, bool IsUsable, string? Version, string Reason);
