using Microsoft.Win32.SafeHandles;

namespace Cloze.Data;

/// <summary>
/// A file of a store, which lies beside its place until it is finished. What was written is brought to the disk while
/// more is written, so that little is left to wait for at the end.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private const long BytesBetweenFlushes = 8L << 20;
    private readonly string _path;
    private readonly FileStream _file;
    private Task _flushing = Task.CompletedTask;
    private long _flushed;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it is put when it is finished.</param>
    /// <exception cref="ClozeException">It cannot be written.</exception>
    public PartialFile(string path)
    {
        _path = path;
        try
        {
            _file = new FileStream(Partial, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Cannot(error);
        }
    }

    /// <summary>Bytes so far.</summary>
    public long Length => _file.Position;

    private string Partial => _path + ".partial";

    /// <summary>Appends bytes.</summary>
    /// <exception cref="ClozeException">The disk is full or failed.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.Write(bytes);
            if (_file.Position - _flushed >= BytesBetweenFlushes && _flushing.IsCompleted) BeginFlush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Cannot(error);
        }
    }

    /// <summary>Replaces the first bytes, brings all to the disk and puts the file in its place.</summary>
    /// <exception cref="ClozeException">The disk is full or failed.</exception>
    public void Finish(ReadOnlySpan<byte> start)
    {
        try
        {
            _flushing.GetAwaiter().GetResult();
            _file.Position = 0;
            _file.Write(start);
            _file.Flush(flushToDisk: true);
            _file.Dispose();
            File.Move(Partial, _path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Cannot(error);
        }
    }

    /// <summary>Closes the file, and removes it where it was not finished.</summary>
    public void Dispose()
    {
        // What it failed with was thrown already, or matters less than what led here.
        Task.WaitAny(_flushing);
        try
        {
            _file.Dispose();
            File.Delete(Partial);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next preparation replaces it.
        }
    }

    private void BeginFlush()
    {
        _flushing.GetAwaiter().GetResult();
        _flushed = _file.Position;
        SafeFileHandle handle = _file.SafeFileHandle;
        _flushing = Task.Run(() => RandomAccess.FlushToDisk(handle));
    }

    private ClozeException Cannot(Exception error) => new(
        $"Cannot write {_path}: {error.Message}",
        "Free some disk space, or choose another folder; `resume` goes on where it stopped.",
        error);
}
