namespace Cloze;

/// <summary>
/// What an object has taken so far and must give back: all of it at its end, and where its constructor fails half-way.
/// </summary>
internal sealed class Owned : IDisposable
{
    private readonly Stack<IDisposable> _taken = [];

    /// <summary>Keeps it, and gives it back for use.</summary>
    public T Add<T>(T taken)
        where T : IDisposable
    {
        _taken.Push(taken);
        return taken;
    }

    /// <summary>Disposes everything, what was taken last first.</summary>
    public void Dispose()
    {
        while (_taken.TryPop(out IDisposable? taken)) taken.Dispose();
    }
}
