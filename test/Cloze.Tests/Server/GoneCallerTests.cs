using System.Net;
using System.Net.Sockets;
using System.Text;
using Cloze.Server;
using Cloze.Server.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>
/// Callers who are gone before their request is whole: no fault of the server's, and no line in its log.
/// </summary>
public sealed class GoneCallerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ABodyThatEndsWithItsConnectionIsNoFailure(bool isReset)
    {
        Exception error = isReset ? new ConnectionResetException("") : new ConnectionAbortedException();
        var log = new CountedLines();
        var http = new DefaultHttpContext();
        var options = new ServerOptions { Models = [new ServedFolder("tiny", "folder")] };
        await new Problems(_ => throw error, options, log).InvokeAsync(http);
        Assert.Equal(0, log.Count);
        Assert.Equal(StatusCodes.Status200OK, http.Response.StatusCode);
    }

    [Fact]
    public async Task ConnectionsCutInABodyLeaveNoLineInTheLog()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Uri address = server.Client.BaseAddress!;
        byte[] half = Encoding.ASCII.GetBytes(
            "POST /v1/fill-mask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: 90\r\n\r\n{\"i");
        for (int i = 0; i < 100; i++)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.LingerState = new LingerOption(true, 0);
            await socket.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
            await socket.SendAsync(half, TestContext.Current.CancellationToken);
            if (i % 2 == 0) await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        (int status, _) = await server.AskAsync("/v1/fill-mask", """{"inputs":"the [MASK]"}""");
        Assert.Equal(200, status);
        Assert.DoesNotContain(" error ", server.Log.ToString());
    }

    private sealed class CountedLines : ILogger<Problems>
    {
        public int Count { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Count++;
    }
}
