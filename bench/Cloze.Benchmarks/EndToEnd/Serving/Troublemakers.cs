using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Cloze.Benchmarks.EndToEnd.Serving;

/// <summary>Callers as no server wishes for: each does its mischief again and again, and looks at the status.</summary>
internal sealed class Troublemakers(Uri address, ServedTexts texts)
{
    private readonly Dictionary<string, int> _seen = [];

    /// <summary>How often each status came of each mischief.</summary>
    public IReadOnlyDictionary<string, int> Seen => _seen;

    /// <summary>Goes on until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(
        RepeatAsync("cut", Cut, cancellation),
        RepeatAsync("malformed", Malformed, cancellation),
        RepeatAsync("oversized", Oversized, cancellation),
        RepeatAsync("slow", Slow, cancellation));

    private async Task RepeatAsync(
        string name, Func<Socket, CancellationToken, Task> mischief, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            string outcome;
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(address.Host, address.Port, cancellation);
                await mischief(socket, cancellation);
                outcome = name == "cut" ? "cut" : await StatusAsync(socket, cancellation);
                socket.Close(0);
                await Task.Delay(20, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                outcome = "closed";
            }

            lock (_seen) _seen[$"{name} {outcome}"] = _seen.GetValueOrDefault($"{name} {outcome}") + 1;
        }
    }

    // In the middle of a body, or as soon as it is sent.
    private async Task Cut(Socket socket, CancellationToken cancellation)
    {
        byte[] body = texts.Bodies[0];
        await SendAsync(socket, Head(body.Length), cancellation);
        int sent = Environment.TickCount % 2 == 0 ? body.Length : body.Length / 2;
        await SendAsync(socket, body.AsMemory(0, sent), cancellation);
    }

    private Task Malformed(Socket socket, CancellationToken cancellation)
    {
        byte[] body = [.. texts.Bodies[0].AsSpan(0, texts.Bodies[0].Length - 1), (byte)'!'];
        return SendAsync(socket, (byte[])[.. Head(body.Length), .. body], cancellation);
    }

    private static Task Oversized(Socket socket, CancellationToken cancellation)
    {
        string words = string.Join(' ', Enumerable.Repeat("the", 5000));
        byte[] body = Encoding.ASCII.GetBytes($"{{\"inputs\":\"[MASK] {words}\"}}");
        return SendAsync(socket, (byte[])[.. Head(body.Length), .. body], cancellation);
    }

    // Reads its answer a little at a time.
    private async Task Slow(Socket socket, CancellationToken cancellation)
    {
        byte[] body = texts.Bodies[0];
        socket.ReceiveBufferSize = 512;
        await SendAsync(socket, (byte[])[.. Head(body.Length), .. body], cancellation);
        for (int i = 0; i < 20; i++) await Task.Delay(100, cancellation);
    }

    private static byte[] Head(int length) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST /v1/fill-mask HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n"
            + $"Content-Type: application/json\r\n\r\n"));

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, cancellation)..];
    }

    private static async Task<string> StatusAsync(Socket socket, CancellationToken cancellation)
    {
        byte[] start = new byte[12];
        int read = 0;
        while (read < start.Length)
        {
            int count = await socket.ReceiveAsync(start.AsMemory(read), cancellation);
            if (count == 0) return "closed";
            read += count;
        }

        return Encoding.ASCII.GetString(start, 9, 3);
    }
}
