using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Cloze.Fuzz;

/// <summary>The bytes of an HTTP request, head and all, to the server's socket.</summary>
internal sealed partial class RawRequestInput : FuzzFormat
{
    // A request that is not whole gets no answer: how long to wait for one, in ms.
    private const int Patience = 100;

    private static readonly byte[][] s_words =
    [
        .. Mix.Words(
            "\r\n", "\r\n\r\n", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "GET ", "POST ", "HEAD ", "OPTIONS ", "Host: a\r\n",
            "Content-Length: 5\r\n", "Content-Length: 99999999999\r\n", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n",
            "Content-Type: application/json\r\n", "Content-Type: text/plain\r\n", "Connection: close\r\n",
            "Expect: 100-continue\r\n", "Upgrade: h2c\r\n", "Authorization: Bearer x\r\n", "%00", "%2e%2e/", "/../",
            "/metrics", "/openapi.json", "/reference/", "/v1/models", "/index.html"),
    ];

    private readonly FuzzedServer _server;

    /// <summary>Starts a server.</summary>
    public RawRequestInput() => _server = new FuzzedServer(Path.Combine(Folder, "model"));

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Bytes("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
        Bytes("GET /v1/models HTTP/1.1\r\nHost: a\r\nAccept: */*\r\nConnection: close\r\n\r\n"),
        Bytes("POST /v1/fill-mask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 28\r\n"
            + "Connection: close\r\n\r\n{\"inputs\":\"the [MASK] sees\"}"),
        Bytes("POST /embed HTTP/1.1\r\nHost: a\r\nContent-Type: application/json; charset=utf-8\r\n"
            + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n12\r\n{\"inputs\":\"a dog\"}\r\n0\r\n\r\n"),
    ];

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) =>
        ByteMutator.Mutate(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        using var client = new TcpClient { ReceiveTimeout = Patience, SendTimeout = Patience };
        client.LingerState = new LingerOption(true, 0);
        client.Connect(_server.Address.Host, _server.Address.Port);
        try
        {
            client.Client.Send(input);
        }
        catch (SocketException)
        {
            return "closed while sending";
        }

        string answer = Read(client.Client);
        string[] statuses = [.. StatusLine().Matches(answer).Select(match => match.Groups[1].Value).Take(4)];
        Require(statuses.All(IsRefusal), string.Join(' ', statuses));
        return string.Join(' ', statuses);
    }

    public override void Dispose()
    {
        _server.Dispose();
        base.Dispose();
    }

    // What HTTP itself has for a version or a coding that is not known is no fault of the server.
    private static bool IsRefusal(string status) => status[0] != '5' || status is "501" or "505";

    private static string Read(Socket socket)
    {
        var answer = new MemoryStream();
        byte[] part = new byte[4096];
        try
        {
            while (socket.Receive(part) is > 0 and int count) answer.Write(part, 0, count);
        }
        catch (SocketException)
        {
            // It closed with something unread, or waits for more.
        }

        return System.Text.Encoding.Latin1.GetString(answer.GetBuffer(), 0, (int)answer.Length);
    }

    [GeneratedRegex("^HTTP/1\\.[01] ([0-9]{3}) ", RegexOptions.Multiline)]
    private static partial Regex StatusLine();
}
