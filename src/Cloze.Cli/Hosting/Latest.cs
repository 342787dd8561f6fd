namespace Cloze.Cli.Hosting;

/// <summary>Keeps what was told last, for whoever draws it.</summary>
internal sealed class Latest<T> : IProgress<T>
    where T : struct
{
    private readonly Lock _lock = new();
    private T _value;

    /// <summary>What was told last; the type's default before.</summary>
    public T Value
    {
        get
        {
            lock (_lock) return _value;
        }
    }

    /// <inheritdoc/>
    public void Report(T value)
    {
        lock (_lock) _value = value;
    }
}
