using System.Net;

namespace Cloze.Hub;

/// <summary>
/// Fetches one content into a cache. What is here of it stands in <c>HASH.incomplete</c> and is gone on with, by this
/// process or the next; the file gets its name when it is whole and has its hash.
/// </summary>
internal sealed class HubDownload(
    HubClient client, HubName name, Func<TimeSpan, CancellationToken, Task> wait, Action<long> tell)
{
    // Breaks in a row without a byte in between.
    private const int MostBreaks = 5;

    // Of one file in all, whatever came in between.
    private const int MostTries = 200;

    // Of a file whose size the hub does not say.
    private const int MostUnannounced = 64 << 20;

    /// <summary>Fetches a file, unless it is here.</summary>
    /// <exception cref="ClozeException">
    /// The hub refuses or cannot be reached, the content is another than its hash says, the disk is full, or another
    /// process fetches the same.
    /// </exception>
    public async Task RunAsync(RemoteFile file, string blob, CancellationToken cancellation)
    {
        if (File.Exists(blob)) return;
        string partial = blob + ".incomplete";
        try
        {
            using (FileStream stream = Open(partial))
            {
                await FetchAsync(file, stream, cancellation).ConfigureAwait(false);
                RequireHash(file, stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, blob, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClozeException(
                $"Cannot write {partial}: {error.Message}", "Free some disk space, or choose another HF_HOME.", error);
        }
    }

    private FileStream Open(string partial)
    {
        try
        {
            return new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(partial))
        {
            throw new ClozeException(
                $"{partial} is in use: another program downloads {name}.", "Wait until it is done.", error);
        }
    }

    private async Task FetchAsync(RemoteFile file, FileStream stream, CancellationToken cancellation)
    {
        if (stream.Length > (file.Size ?? 0)) stream.SetLength(0);
        bool isWhole = stream.Length == file.Size;
        for (int breaks = 0, tries = 1; !isWhole; tries++)
        {
            long before = stream.Length;
            string finding = "it ends too early.";
            Exception? cause = null;
            try
            {
                isWhole = await FetchOnceAsync(file, stream, cancellation).ConfigureAwait(false);
                if (isWhole) return;
            }
            catch (Exception error) when (HubClient.IsTransient(error, cancellation) && error is not DiskException)
            {
                finding = error.Message;
                cause = error;
            }

            breaks = stream.Length > before ? 0 : breaks + 1;
            if (breaks == MostBreaks || tries == MostTries)
            {
                throw HubErrors.Unreachable(name, file.Address, finding, cause);
            }

            await wait(TimeSpan.FromSeconds(1 << breaks), cancellation).ConfigureAwait(false);
        }
    }

    /// <returns>Whether all is here.</returns>
    private async Task<bool> FetchOnceAsync(RemoteFile file, FileStream stream, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await client.SendAsync(
            HttpMethod.Get, file.Address, stream.Length, _ => false, cancellation).ConfigureAwait(false);
        bool goesOn = response.StatusCode == HttpStatusCode.PartialContent
            && response.Content.Headers.ContentRange?.From == stream.Length;
        if (!goesOn) stream.SetLength(0);
        if (!goesOn && response.StatusCode != HttpStatusCode.OK) return false;
        stream.Position = stream.Length;
        using Stream content = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await CopyAsync(content, stream, file, cancellation).ConfigureAwait(false);
        return file.Size is null || stream.Length == file.Size;
    }

    private async Task CopyAsync(
        Stream content, FileStream stream, RemoteFile file, CancellationToken cancellation)
    {
        byte[] buffer = new byte[1 << 16];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        while (true)
        {
            patience.CancelAfter(HubClient.Patience);
            int count = await content.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
            if (count == 0) return;
            if (stream.Length + count > (file.Size ?? MostUnannounced))
            {
                throw HubErrors.Strange(
                    name, file.Address, $"it gives more than the {file.Size ?? MostUnannounced} bytes expected.");
            }

            Write(stream, buffer.AsSpan(0, count));
            tell(stream.Length);
        }
    }

    private static void Write(FileStream stream, ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
        }
        catch (IOException error)
        {
            throw new DiskException(error);
        }
    }

    private void RequireHash(RemoteFile file, FileStream stream)
    {
        string found = BlobHash.Of(stream, file.Hash);
        if (found == file.Hash) return;
        stream.SetLength(0);
        throw new ClozeException(
            $"What {file.Address.Host} gave for {name} has the checksum {found}, expected {file.Hash}.",
            "It was damaged on its way, or changed; it is removed here. Try again.");
    }

    /// <summary>The disk failed, and not the network.</summary>
    private sealed class DiskException(IOException error) : IOException(error.Message, error);
}
