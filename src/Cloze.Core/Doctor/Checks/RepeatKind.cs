namespace Cloze.Doctor;

/// <summary>A kind of texts that repeat, and from where on that is said.</summary>
/// <param name="Id">Its name for programs, in the plural.</param>
/// <param name="Name">Its name for people, in the plural.</param>
/// <param name="Fewest">The fewest repetitions that are worth a word.</param>
/// <param name="Worth">The share of all from which on they are.</param>
/// <param name="Bad">The share from which on they spoil a run.</param>
/// <param name="Advice">What to do about them.</param>
internal sealed record RepeatKind(string Id, string Name, int Fewest, double Worth, double Bad, string Advice);
