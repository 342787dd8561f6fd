using System.Runtime.InteropServices;

namespace Cloze.Cli.Hosting;

/// <summary>
/// Turns Ctrl-C and a request to terminate into a cancelled token; a second Ctrl-C ends the process at once, and says
/// so.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>What the second one says.</summary>
    public const string Last = "ended at once; what was not written by then is lost";

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    private readonly TextWriter _error;

    /// <summary>Begins to listen.</summary>
    /// <param name="error">Standard error.</param>
    public Interruption(TextWriter error)
    {
        _error = error;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    /// <summary>Hears a signal; the system goes on with it where it is not cancelled.</summary>
    internal void Handle(PosixSignalContext signal)
    {
        if (_source.IsCancellationRequested)
        {
            _error.WriteLine(Environment.NewLine + Last);
            return;
        }

        signal.Cancel = true;
        _source.Cancel();
    }
}
