using System.Text;
using Cloze.Files;

namespace Cloze.Hub;

/// <summary>
/// The cache of models as Hugging Face's libraries keep it. A model's folder has <c>blobs/HASH</c>, the files by their
/// content; <c>snapshots/COMMIT/NAME</c>, links to them; and <c>refs/BRANCH</c>, the commit that a branch was at.
/// </summary>
internal sealed class HubCache
{
    private const int LongestReference = 1024;

    private readonly string _folder;

    /// <param name="cache">The folder of all models.</param>
    /// <param name="name">The model.</param>
    public HubCache(string cache, HubName name)
    {
        _folder = Path.Combine(cache, name.FolderName);
        Name = name;
    }

    /// <summary>The model.</summary>
    public HubName Name { get; }

    /// <summary>The folder of a commit's files.</summary>
    public string Snapshot(string commit) => Path.Combine(_folder, "snapshots", commit);

    /// <summary>The file of a content, whether it is there or not.</summary>
    public string Blob(string hash) => Path.Combine(_folder, "blobs", hash);

    /// <summary>The folder of the model's revision, where it is here with all that is needed.</summary>
    public string? Find(HubParts parts)
    {
        string? commit = Name.IsCommit ? Name.Revision : ReadReference();
        if (commit is null || !HubName.IsCommitHash(commit)) return null;
        string folder = Snapshot(commit);
        return Directory.Exists(folder) && HubFiles.AreIn(folder, parts) ? folder : null;
    }

    /// <summary>Keeps the commit that the revision is at.</summary>
    /// <exception cref="ClozeException">The disk is full or the cache cannot be written.</exception>
    public void WriteReference(string commit)
    {
        if (Name.IsCommit) return;
        Folder.Create(Path.GetDirectoryName(ReferencePath)!);
        AtomicFile.WriteText(ReferencePath, commit);
    }

    /// <summary>Makes the folders that a download needs.</summary>
    /// <exception cref="ClozeException">They cannot be made.</exception>
    public void Create(string commit)
    {
        Folder.Create(Path.Combine(_folder, "blobs"));
        Folder.Create(Snapshot(commit));
    }

    /// <summary>
    /// Puts a content that is here into a commit's folder: a relative link, or a copy where links are not.
    /// </summary>
    /// <exception cref="ClozeException">The cache cannot be written.</exception>
    public void Link(string commit, string file, string hash)
    {
        string path = Path.Combine(Snapshot(commit), file);
        try
        {
            if (HubFiles.IsThere(path)) return;
            File.Delete(path);
            try
            {
                File.CreateSymbolicLink(path, Path.Combine("..", "..", "blobs", hash));
            }
            catch (Exception error) when (OperatingSystem.IsWindows()
                && error is (IOException or UnauthorizedAccessException))
            {
                File.Copy(Blob(hash), path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (HubFiles.IsThere(path)) return; // Another process was first.
            throw new ClozeException($"Cannot write {path}: {error.Message}", "Choose another HF_HOME.", error);
        }
    }

    private string ReferencePath => Path.Combine([_folder, "refs", .. Name.Revision.Split('/')]);

    private string? ReadReference()
    {
        try
        {
            if (!File.Exists(ReferencePath)) return null;
            byte[] bytes = UntrustedFile.Read(ReferencePath, LongestReference);
            return Encoding.ASCII.GetString(bytes).Trim();
        }
        catch (ClozeException)
        {
            return null;
        }
    }
}
