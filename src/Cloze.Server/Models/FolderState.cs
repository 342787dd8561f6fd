namespace Cloze.Server.Models;

/// <summary>The names, sizes and times of a folder's files: whether a model was replaced shows here.</summary>
internal sealed class FolderState : IEquatable<FolderState>
{
    private const int MostFiles = 1000;
    private readonly (string Name, long Bytes, DateTime Written)[] _files;

    private FolderState((string, long, DateTime)[] files) => _files = files;

    /// <summary>Whether a model may stand there.</summary>
    public bool HasFiles => _files.Length > 0;

    /// <summary>When its newest file was written, in UTC.</summary>
    public DateTime Written => HasFiles ? _files.Max(file => file.Written) : DateTime.UnixEpoch;

    /// <summary>Looks at a folder; one that cannot be read has no files.</summary>
    public static FolderState Of(string folder)
    {
        try
        {
            return new FolderState(
            [
                .. new DirectoryInfo(folder).EnumerateFiles().Take(MostFiles)
                    .Select(file => (file.Name, file.Length, file.LastWriteTimeUtc))
                    .OrderBy(file => file.Name, StringComparer.Ordinal),
            ]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new FolderState([]);
        }
    }

    /// <inheritdoc/>
    public bool Equals(FolderState? other) => other is not null && _files.AsSpan().SequenceEqual(other._files);

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as FolderState);

    /// <inheritdoc/>
    public override int GetHashCode() => _files.Length;
}
