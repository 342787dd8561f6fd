namespace Cloze.Doctor;

/// <summary>How far an examination is; may be asked by any thread.</summary>
public sealed class DoctorProgress
{
    private long _documents;
    private long _shareInMillionths = -1;

    /// <summary>Documents read.</summary>
    public long Documents
    {
        get => Interlocked.Read(ref _documents);
        internal set => Interlocked.Exchange(ref _documents, value);
    }

    /// <summary>The share of the text that is read, 0 to 1; null where it is not known.</summary>
    public double? Share
    {
        get => Interlocked.Read(ref _shareInMillionths) is >= 0 and var share ? share / 1e6 : null;
        internal set => Interlocked.Exchange(ref _shareInMillionths, value is { } share ? (long)(share * 1e6) : -1);
    }
}
