using Cloze.Hub;
using Xunit;

namespace Cloze.Tests.Hub;

/// <summary>Downloads from a hub of the test's own: what is fetched, where it is kept, what is sent to whom.</summary>
public sealed class HubFetchTests : IDisposable
{
    private readonly TestHub _hub = TestHub.WithModel();

    public void Dispose() => _hub.Dispose();

    [Fact]
    public async Task FilesLieAsHuggingFacesLibrariesKeepThem()
    {
        string folder = await _hub.FetchAsync();
        Assert.Equal(_hub.Snapshot, folder);
        Assert.Equal(
            ["config.json", "model.safetensors", "vocab.txt"],
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal(TestHub.Commit, File.ReadAllText(Path.Combine(_hub.ModelFolder, "refs", "main")));
        Every.Item(Directory.EnumerateFiles(folder), path =>
        {
            string name = Path.GetFileName(path);
            Assert.Equal(_hub.Files[name], File.ReadAllBytes(path));
            Assert.Equal(_hub.Files[name], File.ReadAllBytes(_hub.Blob(name)));
            if (OperatingSystem.IsWindows()) return;
            Assert.Equal($"../../blobs/{_hub.Hash(name)}", new FileInfo(path).LinkTarget);
        });
        Assert.Empty(Directory.EnumerateFiles(_hub.ModelFolder, "*.incomplete", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task WhatIsHereIsFoundWithoutAWordToTheHub()
    {
        string folder = await _hub.FetchAsync();
        int asked = _hub.Server.Requests.Count;
        Assert.Equal(folder, await HubModels.ResolveAsync("owner/model", _hub.Options));
        Assert.Equal(folder, HubModels.Resolve("owner/model", TestHub.Commit, _hub.Options));
        Assert.Equal(folder, await HubModels.ResolveAsync("owner/model", _hub.Options with { IsOffline = true }));
        Assert.Equal(asked, _hub.Server.Requests.Count);
    }

    [Fact]
    public async Task TheTokenGoesToTheHubAlone()
    {
        _hub.Options = _hub.Options with { Token = "secret" };
        await _hub.FetchAsync();
        Every.Item(_hub.Server.Requests, request => Assert.Equal("Bearer secret", request.Header("Authorization")));
        Every.Item(_hub.Store.Requests, request => Assert.Null(request.Header("Authorization")));
        Every.Item(
            _hub.Store.Requests, request => Assert.DoesNotContain("secret", string.Join(' ', request.Headers.Values)));
    }

    [Fact]
    public async Task OfTheWeightsOneFormIsFetched()
    {
        _hub.Files["pytorch_model.bin"] = [1];
        _hub.Files["tf_model.h5"] = [2];
        _hub.Add("tokenizer.json", "{}");
        await _hub.FetchAsync();
        Assert.Equal(
            ["config.json", "model.safetensors", "tokenizer.json", "vocab.txt"],
            Directory.EnumerateFiles(_hub.Snapshot).Select(Path.GetFileName).Order());
        Assert.Single(_hub.Store.Requests);
    }

    [Fact]
    public async Task ForATokenizerNoWeightsAreFetchedAndLaterTheyAreAdded()
    {
        await _hub.FetchAsync(parts: HubParts.Tokenizer);
        Assert.Empty(_hub.Store.Requests);
        HubOptions offline = _hub.Options with { IsOffline = true };
        Assert.Equal(_hub.Snapshot, await HubModels.ResolveAsync("owner/model", offline, HubParts.Tokenizer));
        await Assert.ThrowsAsync<ClozeException>(() => HubModels.ResolveAsync("owner/model", offline));
        await _hub.FetchAsync();
        Assert.Single(_hub.Server.Requests, request => request.Method == "GET" && request.Path.EndsWith("config.json"));
        Assert.Equal(_hub.Snapshot, await HubModels.ResolveAsync("owner/model", offline));
    }

    [Fact]
    public async Task ShardsAreThoseOfTheIndex()
    {
        _hub.Files["model-1.safetensors"] = _hub.Files["model.safetensors"];
        _hub.Files["model-2.safetensors"] = [1, 2, 3];
        _hub.Files.Remove("model.safetensors");
        _hub.Add(
            "model.safetensors.index.json",
            """{"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors","c":"model-1.safetensors"}}""");
        await _hub.FetchAsync();
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(_hub.Snapshot, "model-2.safetensors")));
        HubOptions offline = _hub.Options with { IsOffline = true };
        Assert.Equal(_hub.Snapshot, await HubModels.ResolveAsync("owner/model", offline));
        File.Delete(_hub.Blob("model-2.safetensors"));
        await Assert.ThrowsAsync<ClozeException>(() => HubModels.ResolveAsync("owner/model", offline));
    }

    [Fact]
    public async Task AShardOutsideTheFolderIsRefused()
    {
        _hub.Files.Remove("model.safetensors");
        _hub.Add("model.safetensors.index.json", """{"weight_map":{"a":"../../../evil"}}""");
        var error = await Assert.ThrowsAsync<ClozeException>(() => _hub.FetchAsync());
        Assert.EndsWith("does not name the files of the weights.", error.Message);
    }

    [Theory]
    [InlineData("owner/model@v1.0", "/api/models/owner/model/revision/v1.0", "v1.0")]
    [InlineData("owner/model@refs/pr/1", "/api/models/owner/model/revision/refs%2Fpr%2F1", "refs/pr/1")]
    public async Task ABranchOrTagIsAskedForByItsName(string name, string path, string reference)
    {
        await _hub.FetchAsync(name);
        Assert.Equal(path, _hub.Server.Requests.First().Path);
        Assert.Equal(TestHub.Commit, File.ReadAllText(Path.Combine(_hub.ModelFolder, "refs", reference)));
    }

    [Fact]
    public async Task AModelThatWasRenamedIsFollowed()
    {
        const string api = "/api/models/old/name/revision/main", files = "/old/name/resolve/";
        static TestReply To(string path) => new(307) { Headers = [("Location", path)] };
        _hub.Before = request => request.Path == api
            ? To("/api/models/owner/model/revision/main")
            : request.Path.StartsWith(files, StringComparison.Ordinal)
                ? To("/owner/model/resolve/" + request.Path[files.Length..])
                : null;
        string folder = await _hub.FetchAsync("old/name");
        Assert.Contains("models--old--name", folder);
        Assert.Equal(_hub.Files["vocab.txt"], File.ReadAllBytes(Path.Combine(folder, "vocab.txt")));
    }

    [Fact]
    public async Task AModelWithoutWhatIsNeededIsSaid()
    {
        _hub.Files.Remove("model.safetensors");
        _hub.Files["tf_model.h5"] = [1];
        var error = await Assert.ThrowsAsync<ClozeException>(() => _hub.FetchAsync());
        Assert.Equal(
            "owner/model has no weights in safetensors or PyTorch's form on the hub; it has README.md, tf_model.h5.",
            error.Message);
        _hub.Files.Remove("config.json");
        error = await Assert.ThrowsAsync<ClozeException>(() => _hub.FetchAsync());
        Assert.Equal("owner/model has no config.json on the hub.", error.Message);
    }
}
