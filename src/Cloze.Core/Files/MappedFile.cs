using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Cloze.Files;

/// <summary>
/// A file as memory, for reading. Pages that were read stay with the process until it gives them back
/// (<see cref="Release"/>), so that reading a file of any size takes a bounded part of memory. Thread-safe.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private const int DoNotNeed = 4; // MADV_DONTNEED of <sys/mman.h>
    private static readonly delegate* unmanaged<void*, nuint, int, int> s_advise = FindAdvise();

    private readonly MemoryMappedFile _file;
    private readonly SafeBuffer _view;
    private byte* _bytes;

    private MappedFile(MemoryMappedFile file, SafeBuffer view, long length)
    {
        _file = file;
        _view = view;
        Length = length;
        view.AcquirePointer(ref _bytes);
    }

    /// <summary>Size of the file in bytes, at least 1.</summary>
    public long Length { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="ClozeException">There is no such file, it is empty, or may not be read.</exception>
    public static MappedFile Open(string path)
    {
        MemoryMappedFile? file = null;
        try
        {
            long length = new FileInfo(path).Length;
            if (length == 0) throw new ClozeException($"{path} is empty.", "Copy or make it again.");
            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            var view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            return new MappedFile(file, view.SafeMemoryMappedViewHandle, length);
        }
        catch (Exception error) when (UntrustedFile.IsUnreadable(error))
        {
            file?.Dispose();
            throw UntrustedFile.Unreadable(path, error);
        }
    }

    /// <summary>A part of the file.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not within the file.</exception>
    public ReadOnlySpan<byte> Span(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        return new ReadOnlySpan<byte>(_bytes + offset, length);
    }

    /// <summary>
    /// Gives the pages back to the system, which still has them until it needs the room. On Windows nothing is to be
    /// done: it takes pages from a process by itself.
    /// </summary>
    public void Release()
    {
        if (s_advise is not null && _bytes is not null) _ = s_advise(_bytes, (nuint)Length, DoNotNeed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_bytes is null) return;
        _bytes = null;
        _view.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static delegate* unmanaged<void*, nuint, int, int> FindAdvise() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "madvise", out nint address)
            ? (delegate* unmanaged<void*, nuint, int, int>)address
            : null;
}
