namespace Cloze.Training;

/// <summary>The beginning of a session of a run, its first or one that resumed it.</summary>
/// <param name="Step">Steps done before it.</param>
/// <param name="Time">When it began.</param>
/// <param name="Version">The version of Cloze, with the commit it was built from.</param>
/// <param name="Backend">What computed.</param>
public sealed record RunStart(int Step, DateTimeOffset Time, string Version, string Backend);
