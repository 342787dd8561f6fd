using System.Runtime.InteropServices;
using Cloze.Cli.Hosting;
using Xunit;

namespace Cloze.Tests.Cli;

public class InterruptionTests
{
    [Fact]
    public void TheFirstSignalIsHeardAndTheSecondEndsTheProcessWithALine()
    {
        using var error = new StringWriter();
        using var interruption = new Interruption(error);
        var first = new PosixSignalContext(PosixSignal.SIGINT);
        interruption.Handle(first);
        Assert.True(first.Cancel);
        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.Equal("", error.ToString());
        var second = new PosixSignalContext(PosixSignal.SIGINT);
        interruption.Handle(second);
        Assert.False(second.Cancel);
        Assert.EndsWith(Interruption.Last, error.ToString().TrimEnd());
    }
}
