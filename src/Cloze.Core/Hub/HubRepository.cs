using System.Globalization;
using System.Text.Json;
using Cloze.Files;

namespace Cloze.Hub;

/// <summary>A model on a hub: which files it has, and what each is.</summary>
internal sealed class HubRepository(HubClient client, HubOptions options, HubName name)
{
    private const int MostBytes = 32 << 20;
    private const string LinkedTag = "X-Linked-Etag";

    /// <summary>The commit that the revision is at, and the names of its files.</summary>
    /// <exception cref="ClozeException">
    /// There is no such model or revision; the hub refuses or cannot be reached.
    /// </exception>
    public async Task<(string Commit, IReadOnlySet<string> Files)> ListAsync(CancellationToken cancellation)
    {
        Uri address = Address($"api/models/{name.Model}/revision/{Uri.EscapeDataString(name.Revision)}");
        using HttpResponseMessage response = await client.SendAsync(
            HttpMethod.Get, address, 0, _ => false, cancellation).ConfigureAwait(false);
        byte[] bytes = await ReadAsync(response, address, cancellation).ConfigureAwait(false);
        try
        {
            JsonElement json = UntrustedJson.Parse(bytes);
            string? commit = json.GetProperty("sha").GetString();
            HashSet<string> files = [.. json.GetProperty("siblings").EnumerateArray().Select(
                file => file.GetProperty("rfilename").GetString()!)];
            if (commit is not null && HubName.IsCommitHash(commit)) return (commit, files);
            throw HubErrors.Strange(name, address, $"its commit is \"{commit}\".");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw HubErrors.Strange(name, address, "its list of files is none.");
        }
    }

    /// <summary>What a file is, and where.</summary>
    /// <exception cref="ClozeException">The hub refuses, cannot be reached, or does not say it.</exception>
    public async Task<RemoteFile> FindAsync(string commit, string file, CancellationToken cancellation)
    {
        Uri address = Address($"{name.Model}/resolve/{commit}/{Uri.EscapeDataString(file)}");
        using HttpResponseMessage response = await client.SendAsync(
            HttpMethod.Head, address, 0, SaysAll, cancellation).ConfigureAwait(false);
        string? tag = Header(response, LinkedTag) ?? response.Headers.ETag?.Tag;
        long? size = LinkedSize(response) ?? response.Content.Headers.ContentLength;
        if (BlobHash.TryRead(tag) is { } hash) return new RemoteFile(address, hash, size);
        throw HubErrors.Strange(name, address, $"for {file} its ETag is {tag ?? "missing"}, expected a hash.");
    }

    // Large files are elsewhere; of those the hub itself says what they are. Where it does not, the way is followed.
    private static bool SaysAll(HttpResponseMessage answer) =>
        Header(answer, LinkedTag) is not null && LinkedSize(answer) is not null;

    private static long? LinkedSize(HttpResponseMessage answer) => long.TryParse(
        Header(answer, "X-Linked-Size"), NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? size
            : null;

    private Uri Address(string path) => new(options.Endpoint, path);

    private static string? Header(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, Uri address, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(HubClient.Patience);
        try
        {
            using Stream stream = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            using var bytes = new MemoryStream();
            byte[] buffer = new byte[1 << 14];
            for (int count = 1; count > 0 && bytes.Length <= MostBytes;)
            {
                count = await stream.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
                bytes.Write(buffer, 0, count);
            }

            if (bytes.Length <= MostBytes) return bytes.ToArray();
            throw HubErrors.Strange(name, address, $"its list of files has more than {MostBytes} bytes.");
        }
        catch (Exception error) when (HubClient.IsTransient(error, cancellation))
        {
            throw HubErrors.Unreachable(name, address, error.Message, error);
        }
    }
}
