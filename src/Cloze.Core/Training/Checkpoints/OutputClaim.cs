using Cloze.Files;

namespace Cloze.Training;

/// <summary>
/// The right to write an output folder, which one process has at a time. A new run that comes to no first checkpoint
/// takes away again what it had made there.
/// </summary>
internal sealed class OutputClaim : IDisposable
{
    private readonly CheckpointFolder _folder;
    private readonly bool _hadModel;
    private readonly bool _hadTraining;
    private FolderLock? _lock;
    private bool _isKept;

    private OutputClaim(CheckpointFolder folder, bool isKept)
    {
        _folder = folder;
        _hadModel = Directory.Exists(folder.Model);
        _hadTraining = Directory.Exists(folder.Training);
        _isKept = isKept;
    }

    /// <summary>Claims the folder for a new run, and makes it.</summary>
    /// <exception cref="ClozeException">
    /// It holds something that may not be replaced, another process writes it, or it cannot be written.
    /// </exception>
    public static OutputClaim OfNewRun(CheckpointFolder folder, bool force)
    {
        folder.RequireFree(force);
        var claim = new OutputClaim(folder, isKept: false);
        try
        {
            folder.Create();
            claim.Take();

            // Another process may have written here between the look and the lock.
            folder.RequireFree(force);
            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Claims the folder of a run that goes on.</summary>
    /// <exception cref="ClozeException">Another process writes it, or it cannot be written.</exception>
    public static OutputClaim OfResumedRun(CheckpointFolder folder)
    {
        var claim = new OutputClaim(folder, isKept: true);
        claim.Take();
        return claim;
    }

    /// <summary>Leaves everything where it is: the first checkpoint stands.</summary>
    public void Keep() => _isKept = true;

    /// <summary>Gives the folder to others, and takes away what is of no use.</summary>
    public void Dispose()
    {
        bool wasTaken = _lock is not null;
        _lock?.Dispose();
        _lock = null;
        if (wasTaken && !_isKept) TakeAway();
    }

    private void Take() => _lock = FolderLock.Take(
        _folder.Training,
        _folder.Model,
        "Wait until that process ends, or stop it; or choose another folder as `output`.");

    private void TakeAway()
    {
        try
        {
            if (_hadTraining) _folder.RemoveLeftOvers();
            else Directory.Delete(_folder.Training, recursive: true);
            bool isEmpty = !Directory.EnumerateFileSystemEntries(_folder.Model).Any();
            if (!_hadModel && isEmpty) Directory.Delete(_folder.Model);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ClozeException)
        {
            // The error that led here matters more than files left over.
        }
    }
}
