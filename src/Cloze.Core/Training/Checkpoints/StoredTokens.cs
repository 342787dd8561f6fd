using Cloze.Data;

namespace Cloze.Training;

/// <summary>The sequences of a checkpoint: in a file of its own, or in a store that was prepared before.</summary>
/// <param name="File">The file's name, beside the state's file; the full path of a store.</param>
/// <param name="Hash">SHA-256 of its content, 64 hexadecimal digits.</param>
/// <param name="Half">The half of the store; null where it is a file of the checkpoint's own.</param>
/// <param name="IsDocuments">Whether the sequences are the documents of the store, sentence by sentence.</param>
internal sealed record StoredTokens(string File, string Hash, StoreHalf? Half = null, bool IsDocuments = false);
