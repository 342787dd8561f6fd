namespace Cloze.Hub;

/// <summary>A file of a model on a hub.</summary>
/// <param name="Address">Where it is fetched.</param>
/// <param name="Hash">
/// Its content's name: the SHA-256 of a large file, 64 hexadecimal digits, or git's own SHA-1 of a small one, 40.
/// </param>
/// <param name="Size">How many bytes it has; null where the hub does not say it.</param>
internal sealed record RemoteFile(Uri Address, string Hash, long? Size);
