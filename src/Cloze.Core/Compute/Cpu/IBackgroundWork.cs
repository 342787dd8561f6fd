namespace Cloze.Compute;

/// <summary>Work in parts that goes on beside the jobs of <see cref="Workers"/>.</summary>
internal interface IBackgroundWork
{
    /// <summary>Does one part, on any thread; false where none is left to take. Does not throw.</summary>
    bool TryRunPart();
}
