namespace Cloze.Compute;

/// <summary>Work in numbered parts that may run in any order, on any thread, at the same time.</summary>
internal interface IJob
{
    /// <summary>Does one part; its result must not depend on the worker.</summary>
    /// <param name="part">Number of the part, from 0.</param>
    /// <param name="worker">Number of the thread, in [0, <see cref="Workers.Count"/>): names its scratch.</param>
    void Execute(int part, int worker);
}
