using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Data;

/// <summary>
/// A file of a store, which lies beside its place until it is finished. What was written is brought to the disk while
/// more is written, so that little is left to wait for at the end.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    // It stays in a core's cache.
    private const int BufferBytes = 1 << 16;
    private const long BytesBetweenFlushes = 8L << 20;
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private Task _flushing = Task.CompletedTask;
    private int _buffered;
    private long _written;
    private long _flushed;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it is put when it is finished.</param>
    /// <exception cref="ClozeException">It cannot be written.</exception>
    public PartialFile(string path)
    {
        _path = path;
        try
        {
            _file = File.OpenHandle(Partial, FileMode.Create, FileAccess.Write, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Cannot(error);
        }
    }

    /// <summary>Bytes so far.</summary>
    public long Length => _written + _buffered;

    private string Partial => _path + AtomicFile.Partial;

    /// <summary>Appends bytes.</summary>
    /// <exception cref="ClozeException">The disk is full or failed.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, _buffer.Length - _buffered);
            bytes[..count].CopyTo(_buffer.AsSpan(_buffered));
            _buffered += count;
            bytes = bytes[count..];
            if (_buffered == _buffer.Length) Drain();
        }
    }

    /// <summary>Replaces the first bytes, brings all to the disk and puts the file in its place.</summary>
    /// <exception cref="ClozeException">The disk is full or failed.</exception>
    public void Finish(ReadOnlySpan<byte> start)
    {
        Drain();
        try
        {
            _flushing.GetAwaiter().GetResult();
            RandomAccess.Write(_file, start, fileOffset: 0);
            RandomAccess.FlushToDisk(_file);
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

    private void Drain()
    {
        try
        {
            RandomAccess.Write(_file, _buffer.AsSpan(0, _buffered), _written);
            _written += _buffered;
            _buffered = 0;
            if (_written - _flushed >= BytesBetweenFlushes && _flushing.IsCompleted) BeginFlush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Cannot(error);
        }
    }

    private void BeginFlush()
    {
        _flushing.GetAwaiter().GetResult();
        _flushed = _written;
        _flushing = Task.Run(() => RandomAccess.FlushToDisk(_file));
    }

    private ClozeException Cannot(Exception error) => new(
        $"Cannot write {_path}: {error.Message}",
        "Free some disk space, or choose another folder; `resume` goes on where it stopped.",
        error);
}
