namespace Cloze.Hub;

/// <summary>
/// Finds models by their names: in a folder, in the cache that Hugging Face's libraries share, or on a hub, from which
/// it downloads what is missing. Nothing else in Cloze uses the network.
/// </summary>
public static class HubModels
{
    /// <summary>
    /// The folder of a model. A folder of that name comes first; then the cache, without asking the hub; then the hub.
    /// What is neither a folder nor the name of a model (<c>owner/model</c>, or one word with "bert" or "electra" in
    /// it, with an optional <c>@revision</c>) is given back as it is.
    /// </summary>
    /// <param name="model">A folder or a name.</param>
    /// <param name="options">Where to look; null for what the environment says.</param>
    /// <param name="parts">What is needed of it.</param>
    /// <param name="progress">Is told how far a download is, or null.</param>
    /// <param name="cancellation">Stops a download; what came is gone on with the next time.</param>
    /// <exception cref="ClozeException">
    /// The hub has no such model, refuses it, or cannot be reached; what it gives is damaged; the cache cannot be
    /// written; or the model is not in the cache and nothing may be downloaded.
    /// </exception>
    /// <exception cref="ArgumentNullException">No model is given.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task<string> ResolveAsync(
        string model,
        HubOptions? options = null,
        HubParts parts = HubParts.All,
        IProgress<HubProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (Directory.Exists(model) || File.Exists(model) || HubName.TryParse(model) is not { } name) return model;
        return await FindAsync(name, options, parts, progress, cancellation).ConfigureAwait(false);
    }

    /// <summary>The folder of a revision of a model: from the cache, or else from the hub.</summary>
    /// <param name="model">The model's name: <c>owner/model</c>.</param>
    /// <param name="revision">A branch, a tag or a commit.</param>
    /// <param name="options">Where to look; null for what the environment says.</param>
    /// <inheritdoc cref="ResolveAsync" path="/exception"/>
    public static string Resolve(string model, string revision, HubOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(revision);
        return FindAsync(HubName.Of(model, revision), options, HubParts.All, null, default).GetAwaiter().GetResult();
    }

    private static Task<string> FindAsync(
        HubName name,
        HubOptions? options,
        HubParts parts,
        IProgress<HubProgress>? progress,
        CancellationToken cancellation)
    {
        options ??= HubOptions.FromEnvironment();
        var cache = new HubCache(options.Cache, name);
        if (cache.Find(parts) is { } folder) return Task.FromResult(folder);
        if (!options.IsOffline) return new HubFetch(options, cache, parts, progress).RunAsync(cancellation);
        throw new ClozeException(
            $"There is no folder {name.Model}, and {name} is not whole in the cache {options.Cache}; HF_HUB_OFFLINE "
            + "forbids to download it.",
            "Unset HF_HUB_OFFLINE, or give a folder.");
    }
}
