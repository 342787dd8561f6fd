namespace Cloze.Data;

/// <summary>
/// A stretch of the corpus: its documents that are trained on and those that are held out, a shard each; null where
/// there are none.
/// </summary>
internal sealed record StoreStretch(StoreFile? Training = null, StoreFile? HeldOut = null)
{
    /// <summary>The shard of one of the two halves.</summary>
    public StoreFile? Of(StoreHalf half) => half == StoreHalf.Training ? Training : HeldOut;
}
