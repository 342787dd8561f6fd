namespace Cloze.Data;

/// <summary>An input of which documents are in a block.</summary>
/// <param name="Path">Its path, as it was named.</param>
/// <param name="Bytes">Its size when its reading began.</param>
/// <param name="First">The number of its first document in the block; those before it are of other inputs.</param>
/// <param name="Ended">What it was, where its last document is in the block; else null.</param>
internal readonly record struct BlockInput(string Path, long Bytes, int First, StoreInput? Ended = null);
