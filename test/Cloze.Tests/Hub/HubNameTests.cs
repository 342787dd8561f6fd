using Cloze.Hub;
using Xunit;

namespace Cloze.Tests.Hub;

public sealed class HubNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bert-base-uncased", "bert-base-uncased", "main")]
    [InlineData("google/electra-small-generator", "google/electra-small-generator", "main")]
    [InlineData("some_owner/Model-v1.5@v2", "some_owner/Model-v1.5", "v2")]
    [InlineData("roberta-base@refs/pr/3", "roberta-base", "refs/pr/3")]
    public void ANameIsOneWordOrTwoAndARevision(string text, string model, string revision)
    {
        HubName name = HubName.TryParse(text)!;
        Assert.Equal((model, revision), (name.Model, name.Revision));
        Assert.Equal("models--" + model.Replace("/", "--"), name.FolderName);
    }

    [Theory]
    [InlineData("my-model")]
    [InlineData("./bert")]
    [InlineData("a/b/c")]
    [InlineData("bert.txt")]
    [InlineData("/bert")]
    [InlineData("owner/")]
    [InlineData("")]
    public void AnythingElseIsAPath(string text) => Assert.Null(HubName.TryParse(text));

    [Theory]
    [InlineData("owner/model", "../x")]
    [InlineData("owner/model", "")]
    [InlineData("owner/model", "a b")]
    [InlineData("owner/model", "a//b")]
    [InlineData("../x", "main")]
    [InlineData("a--b", "main")]
    [InlineData("a..b", "main")]
    public void WhatCannotBeANameIsRefused(string model, string revision) =>
        Assert.Throws<ClozeException>(() => HubName.Of(model, revision));

    [Fact]
    public async Task AFolderComesBeforeTheHub()
    {
        var options = new HubOptions { Cache = _folder.File("hub"), IsOffline = true };
        string folder = _folder.File("bert-model");
        Directory.CreateDirectory(folder);
        Assert.Equal(folder, await HubModels.ResolveAsync(folder, options));
        Assert.Equal("no-model", await HubModels.ResolveAsync("no-model", options));
        var error = await Assert.ThrowsAsync<ClozeException>(() => HubModels.ResolveAsync("some/bert", options));
        Assert.Equal(
            $"There is no folder some/bert, and some/bert is not whole in the cache {options.Cache}; HF_HUB_OFFLINE "
            + "forbids to download it.",
            error.Message);
    }

    [Fact]
    public async Task WhatPythonDownloadedIsFound()
    {
        const string model = "hub/models--some--bert", commit = "89abcdef0123456789abcdef0123456789abcdef";
        _folder.Write($"{model}/blobs/0a", "{}");
        _folder.Write($"{model}/blobs/0b", "weights");
        _folder.Write($"{model}/refs/main", commit);
        string snapshot = Directory.CreateDirectory(_folder.File($"{model}/snapshots/{commit}")).FullName;
        File.CreateSymbolicLink(Path.Combine(snapshot, "config.json"), "../../blobs/0a");
        File.CreateSymbolicLink(Path.Combine(snapshot, "tokenizer.json"), "../../blobs/0a");
        var options = new HubOptions { Cache = _folder.File("hub"), IsOffline = true };
        await Assert.ThrowsAsync<ClozeException>(() => HubModels.ResolveAsync("some/bert", options));
        File.CreateSymbolicLink(Path.Combine(snapshot, "pytorch_model.bin"), "../../blobs/0b");
        Assert.Equal(snapshot, await HubModels.ResolveAsync("some/bert", options));
        Assert.Equal(snapshot, await HubModels.ResolveAsync($"some/bert@{commit}", options));
        File.Delete(_folder.File($"{model}/blobs/0b"));
        await Assert.ThrowsAsync<ClozeException>(() => HubModels.ResolveAsync("some/bert", options));
    }

    [Fact]
    public void TheEnvironmentIsReadAsHuggingFacesLibrariesReadIt()
    {
        static HubOptions Of(params (string Name, string Value)[] given) =>
            HubOptions.From(name => given.FirstOrDefault(pair => pair.Name == name).Value);
        Assert.EndsWith(Path.Combine(".cache", "huggingface", "hub"), Of().Cache);
        Assert.Equal(Path.Combine("x", "huggingface", "hub"), Of(("XDG_CACHE_HOME", "x")).Cache);
        Assert.Equal(Path.Combine("h", "hub"), Of(("HF_HOME", "h"), ("XDG_CACHE_HOME", "x")).Cache);
        Assert.Equal("c", Of(("HF_HUB_CACHE", "c"), ("HF_HOME", "h")).Cache);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal(home + "/c", Of(("HF_HUB_CACHE", "~/c")).Cache);
        Assert.Equal(home, Of(("HUGGINGFACE_HUB_CACHE", "~")).Cache);
        Assert.Equal(Path.Combine(home + "/h", "hub"), Of(("HF_HOME", "~/h")).Cache);
        Assert.Equal(Path.Combine(home + "/x", "huggingface", "hub"), Of(("XDG_CACHE_HOME", "~/x")).Cache);
        string variable = OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME";
        Assert.Equal("/else/c", Of(("HF_HUB_CACHE", "~/c"), (variable, "/else")).Cache);
        Assert.Equal("~other/c", Of(("HF_HUB_CACHE", "~other/c")).Cache);
        Assert.Equal("a/~/c", Of(("HF_HUB_CACHE", "a/~/c")).Cache);
        Assert.Equal("t", Of(("HF_TOKEN", " t\n")).Token);
        Assert.True(Of(("HF_HUB_OFFLINE", "1")).IsOffline && Of(("HF_HUB_OFFLINE", "true")).IsOffline);
        Assert.False(Of(("HF_HUB_OFFLINE", "0")).IsOffline || Of().IsOffline);
        Assert.Equal("http://mirror/hub/", Of(("HF_ENDPOINT", "http://mirror/hub")).Endpoint.ToString());
        var error = Assert.Throws<ClozeException>(() => Of(("HF_ENDPOINT", "mirror")));
        Assert.Equal(
            "HF_ENDPOINT is \"mirror\", expected an address such as https://hub.example.com.", error.Message);
    }
}
