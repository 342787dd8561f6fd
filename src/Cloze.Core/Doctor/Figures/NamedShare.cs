namespace Cloze.Doctor;

/// <summary>A part of a whole.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Share">Its share, 0 to 1.</param>
public sealed record NamedShare(string Name, double Share);
