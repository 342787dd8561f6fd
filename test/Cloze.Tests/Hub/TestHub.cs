using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloze.Hub;

namespace Cloze.Tests.Hub;

/// <summary>
/// A hub with one model, as clients see one: small files come from it, large ones by a redirect from another server.
/// </summary>
internal sealed class TestHub : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TemporaryFolder _folder = new();
    private readonly List<TimeSpan> _waits = [];

    public TestHub()
    {
        Store = new TestServer(
            request => BeforeStore?.Invoke(request) ?? Content(request, Path.GetFileName(request.Path)));
        Server = new TestServer(request => Before?.Invoke(request) ?? Answer(request));
        Options = new HubOptions { Endpoint = Server.Address, Cache = _folder.File("hub") };
    }

    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>The hub.</summary>
    public TestServer Server { get; }

    /// <summary>Where large files are.</summary>
    public TestServer Store { get; }

    public HubOptions Options { get; set; }

    /// <summary>Answers in the hub's place, where it gives an answer.</summary>
    public Func<TestRequest, TestReply?>? Before { get; set; }

    /// <summary>Answers in the place of the server of large files.</summary>
    public Func<TestRequest, TestReply?>? BeforeStore { get; set; }

    /// <summary>Seconds that were waited for, without waiting.</summary>
    public IEnumerable<double> Waits => _waits.Select(wait => wait.TotalSeconds);

    public string ModelFolder => Path.Combine(Options.Cache, "models--owner--model");

    public string Snapshot => Path.Combine(ModelFolder, "snapshots", Commit);

    /// <summary>A model of small files and weights of so many bytes.</summary>
    public static TestHub WithModel(int weights = 200_000)
    {
        var hub = new TestHub();
        hub.Add("config.json", "{}").Add("vocab.txt", "a\nb\n").Add("README.md", "Words.");
        byte[] bytes = new byte[weights];
        new Random(1).NextBytes(bytes);
        hub.Files["model.safetensors"] = bytes;
        return hub;
    }

    public TestHub Add(string name, string text)
    {
        Files[name] = Encoding.UTF8.GetBytes(text);
        return this;
    }

    public Task<string> FetchAsync(
        string name = "owner/model", HubParts parts = HubParts.All, CancellationToken cancellation = default)
    {
        var fetch = new HubFetch(Options, new HubCache(Options.Cache, HubName.TryParse(name)!), parts, null)
        {
            Wait = (time, _) =>
            {
                _waits.Add(time);
                return Task.CompletedTask;
            },
        };
        return fetch.RunAsync(cancellation);
    }

    public string Hash(string file)
    {
        byte[] content = Files[file];
        return Convert.ToHexStringLower(IsLarge(file)
            ? SHA256.HashData(content)
            : SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
    }

    public string Blob(string file) => Path.Combine(ModelFolder, "blobs", Hash(file));

    public void Dispose()
    {
        Server.Dispose();
        Store.Dispose();
        _folder.Dispose();
    }

    private TestReply Answer(TestRequest request)
    {
        if (request.Path.StartsWith("/api/models/owner/model/revision/", StringComparison.Ordinal))
        {
            string list = string.Join(',', Files.Keys.Select(file => $$"""{"rfilename":{{Quoted(file)}}}"""));
            return new TestReply(200, $$"""{"id":"owner/model","sha":"{{Commit}}","siblings":[{{list}}]}""");
        }

        string file = Path.GetFileName(request.Path);
        bool isThere = request.Path == $"/owner/model/resolve/{Commit}/{file}" && Files.ContainsKey(file);
        if (!isThere) return new TestReply(404);
        if (!IsLarge(file)) return Content(request, file);
        return new TestReply(302)
        {
            Headers =
            [
                ("Location", new Uri(Store.Address, "any/" + file).ToString()),
                ("X-Linked-Etag", $"\"{Hash(file)}\""),
                ("X-Linked-Size", Files[file].Length.ToString(CultureInfo.InvariantCulture)),
            ],
        };
    }

    private TestReply Content(TestRequest request, string file)
    {
        byte[] all = Files[file];
        var headers = new List<(string, string)> { ("ETag", $"\"{Hash(file)}\""), ("Accept-Ranges", "bytes") };
        if (request.Header("Range") is not { } range) return new TestReply(200, all) { Headers = headers };
        int from = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
        if (from >= all.Length) return new TestReply(416);
        headers.Add(("Content-Range", $"bytes {from}-{all.Length - 1}/{all.Length}"));
        return new TestReply(206, all[from..]) { Headers = headers };
    }

    private static bool IsLarge(string file) => Path.GetExtension(file) is ".safetensors" or ".bin" or ".h5";

    private static string Quoted(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";
}
