namespace Cloze.Training;

/// <summary>A token store of a checkpoint.</summary>
/// <param name="File">Its name, beside the state's file.</param>
/// <param name="Hash">SHA-256 of its content, 64 hexadecimal digits.</param>
internal sealed record StoredTokens(string File, string Hash);
