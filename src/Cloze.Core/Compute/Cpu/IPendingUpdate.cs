namespace Cloze.Compute;

/// <summary>
/// Values of an arena that an operation goes on computing after it has returned. Whoever reaches for them settles them
/// first, see <see cref="HostArena.Pointer"/>, and so never sees them half done.
/// </summary>
internal interface IPendingUpdate
{
    /// <summary>Whether some values are not computed yet.</summary>
    bool IsPending { get; }

    /// <summary>Returns when the values of this tensor are final. Any thread may call it.</summary>
    void Settle(Tensor tensor);

    /// <summary>Returns when all values are final.</summary>
    void Finish();
}
