namespace Cloze.Cli.Commands;

/// <summary>A part of so many.</summary>
/// <param name="Part">Which, from 1.</param>
/// <param name="Parts">Of how many.</param>
internal sealed record PartOfParts(int Part, int Parts)
{
    public override string ToString() => FormattableString.Invariant($"{Part}/{Parts}");
}
