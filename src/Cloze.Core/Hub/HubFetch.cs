using Cloze.Files;

namespace Cloze.Hub;

/// <summary>Downloads what is missing of a model: the small files first, the weights last.</summary>
internal sealed class HubFetch(
    HubOptions options, HubCache cache, HubParts parts, IProgress<HubProgress>? progress)
{
    /// <summary>Waits between tries; tests do not.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    /// <summary>Fetches the files, and gives their folder.</summary>
    /// <exception cref="ClozeException">Something cannot be fetched or kept.</exception>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        HubName name = cache.Name;
        using var client = new HubClient(options, name, Wait);
        var repository = new HubRepository(client, options, name);
        var (commit, listed) = await repository.ListAsync(cancellation).ConfigureAwait(false);
        IReadOnlyList<string> files = HubFiles.Choose(name, listed, parts);
        cache.Create(commit);
        foreach (string file in files)
        {
            await FetchAsync(client, repository, commit, file, cancellation).ConfigureAwait(false);
        }

        if (HubFiles.IsIndex(files[^1]))
        {
            foreach (string shard in HubFiles.Shards(Path.Combine(cache.Snapshot(commit), files[^1])))
            {
                await FetchAsync(client, repository, commit, shard, cancellation).ConfigureAwait(false);
            }
        }

        cache.WriteReference(commit);
        return cache.Snapshot(commit);
    }

    private async Task FetchAsync(
        HubClient client, HubRepository repository, string commit, string file, CancellationToken cancellation)
    {
        if (HubFiles.IsThere(Path.Combine(cache.Snapshot(commit), file))) return;
        RemoteFile remote = await repository.FindAsync(commit, file, cancellation).ConfigureAwait(false);
        string blob = cache.Blob(remote.Hash);
        RequireRoom(remote, blob);
        var download = new HubDownload(
            client, cache.Name, Wait, done => progress?.Report(new HubProgress(file, done, remote.Size ?? done)));
        await download.RunAsync(remote, blob, cancellation).ConfigureAwait(false);
        cache.Link(commit, file, remote.Hash);
    }

    private void RequireRoom(RemoteFile remote, string blob)
    {
        long missing = remote.Size ?? 0;
        if (File.Exists(blob + ".incomplete")) missing -= new FileInfo(blob + ".incomplete").Length;
        if (File.Exists(blob) || FreeSpace.Of(options.Cache) is not { } free || free >= missing) return;
        throw new ClozeException(
            $"{cache.Name} needs {missing} bytes more in {options.Cache}, which has {free} left.",
            "Free some disk space, or choose another HF_HOME.");
    }
}
