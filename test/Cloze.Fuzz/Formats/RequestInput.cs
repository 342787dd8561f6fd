using System.Net.Http.Headers;
using System.Text.Json;

namespace Cloze.Fuzz;

/// <summary>A request to the server: its path on the first line, then its body.</summary>
internal sealed class RequestInput : FuzzFormat
{
    private static readonly string[] s_paths =
    [
        "/v1/fill-mask", "/models/tiny", "/v1/score", "/embed", "/v1/embeddings", "/v1/tokenize", "/v1/explain",
    ];

    private static readonly byte[][] s_words =
    [
        .. Mix.Words(
            "\"inputs\"", "\"input\"", "\"text\"", "\"pair\"", "\"model\"", "\"tiny\"", "\"parameters\"", "\"top_k\"",
            "\"targets\"", "\"truncate\":true", "\"masks\"", "\"seed\"", "\"layer\"", "\"row\"", "\"values\"",
            "\"replacements\"", "\"within_word\"", "\"encoding_format\"", "\"base64\"", "\"pooling\"", "\\ud800"),
    ];

    private readonly FuzzedServer _server;
    private readonly HttpClient _client;

    /// <summary>Starts a server.</summary>
    public RequestInput()
    {
        _server = new FuzzedServer(Path.Combine(Folder, "model"));
        _client = new HttpClient { BaseAddress = _server.Address };
    }

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Bytes("/v1/fill-mask\n{\"inputs\":\"the [MASK] sees\","
            + "\"parameters\":{\"top_k\":2,\"targets\":[\"cat\",\"dog\"]}}"),
        Bytes("/models/tiny\n{\"inputs\":[\"the [MASK]\",\"a [MASK] [MASK]\"],\"truncate\":true}"),
        Bytes("/v1/score\n{\"inputs\":[\"the cat sees\"],\"within_word\":true,\"replacements\":2,\"model\":\"tiny\"}"),
        Bytes("/embed\n{\"inputs\":\"a dog\",\"normalize\":false,\"pooling\":\"cls\",\"layer\":1}"),
        Bytes("/v1/embeddings\n{\"input\":[\"the cat\"],\"model\":\"tiny\",\"encoding_format\":\"base64\"}"),
        Bytes("/v1/tokenize\n{\"text\":\"the cat\",\"pair\":\"a dog\"}"),
        Bytes("/v1/explain\n{\"text\":\"the cat sees\",\"masks\":[2,"
            + "{\"position\":1,\"kind\":\"random\",\"input_id\":7}],\"top_k\":3,\"row\":1,\"layer\":1,\"values\":4}"),
        Bytes("/v1/explain\n{\"text\":\"the [MASK] sees\",\"seed\":5}"),
    ];

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw)
    {
        int line = input.AsSpan().IndexOf((byte)'\n');
        if (line < 0 || draw.OneIn(16)) return ByteMutator.Mutate(input, other, s_words, draw);
        byte[] path = draw.OneIn(12) ? Bytes(s_paths[draw.Below(s_paths.Length)]) : input[..line];
        return [.. path, (byte)'\n', .. Mix.Json(input[(line + 1)..], other, s_words, draw)];
    }

    public override string Run(byte[] input)
    {
        int line = input.AsSpan().IndexOf((byte)'\n');
        string path = line > 0 ? System.Text.Encoding.UTF8.GetString(input, 0, line) : "";
        if (!s_paths.Contains(path)) path = "/" + Uri.EscapeDataString(path.Replace('\uFFFD', '?'));
        using var content = new ByteArrayContent(input, line + 1, input.Length - line - 1);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using HttpResponseMessage response = _client.Send(request);
        return $"{(s_paths.Contains(path) ? path : "other")} {(int)response.StatusCode} {Check(response)}";
    }

    public override void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        base.Dispose();
    }

    // What came, without its values; a refusal says in JSON what is wrong and what to do.
    private static string Check(HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        Require(status < 500, $"status {status}");
        using Stream body = response.Content.ReadAsStream();
        // What the web server itself refuses, as no HTTP or as too long a line, never reaches a route.
        if (status is 400 or 414 or 431 && body.Length == 0) return "no HTTP";
        using var answer = JsonDocument.Parse(body);
        if (status == 200) return answer.RootElement.ValueKind.ToString();
        JsonElement problem = answer.RootElement;
        Require(problem.GetProperty("status").GetInt32() == status, "a problem repeats the status");
        Require(problem.GetProperty("detail").GetString() is { Length: > 0 }, "a problem says what it is");
        Require(problem.GetProperty("hint").GetString() is { Length: > 0 }, "a problem says what to do");
        return problem.TryGetProperty("field", out JsonElement field) ? field.GetString()!.Split('[')[0] : "";
    }
}
