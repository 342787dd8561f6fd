namespace Cloze.Hub;

/// <summary>How far a download has come.</summary>
/// <param name="File">The file that comes now.</param>
/// <param name="Bytes">Bytes of it that are here.</param>
/// <param name="AllBytes">Its size.</param>
public readonly record struct HubProgress(string File, long Bytes, long AllBytes);
