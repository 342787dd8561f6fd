using Xunit;

namespace Cloze.Tests.Hub;

/// <summary>Hubs that break off, lie, refuse and ask to wait.</summary>
public sealed class HubFaultTests : IDisposable
{
    private readonly TestHub _hub = TestHub.WithModel();

    private string Weights => Path.Combine(_hub.Snapshot, "model.safetensors");

    private string Partial => _hub.Blob("model.safetensors") + ".incomplete";

    public void Dispose() => _hub.Dispose();

    [Fact]
    public async Task ACutConnectionIsGoneOnWith()
    {
        byte[] all = _hub.Files["model.safetensors"];
        int cuts = 0;
        _hub.BeforeStore = _ => cuts++ == 0 ? new TestReply(200, all) { CutAfter = 120_000 } : null;
        await _hub.FetchAsync();
        Assert.Equal(all, File.ReadAllBytes(Weights));
        TestRequest[] requests = [.. _hub.Store.Requests];
        Assert.Equal(2, requests.Length);
        Assert.Equal("bytes=120000-", requests[1].Header("Range"));
        Assert.Equal([1], _hub.Waits);
    }

    [Fact]
    public async Task WhatAnEarlierProcessLeftIsGoneOnWith()
    {
        byte[] all = _hub.Files["model.safetensors"];
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        File.WriteAllBytes(Partial, all[..77_777]);
        await _hub.FetchAsync();
        Assert.Equal("bytes=77777-", Assert.Single(_hub.Store.Requests).Header("Range"));
        Assert.Equal(all, File.ReadAllBytes(Weights));
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task AServerWithoutRangesIsReadFromTheBeginning()
    {
        byte[] all = _hub.Files["model.safetensors"];
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        File.WriteAllBytes(Partial, new byte[500]);
        _hub.BeforeStore = _ => new TestReply(200, all);
        await _hub.FetchAsync();
        Assert.Equal(all, File.ReadAllBytes(Weights));
    }

    [Fact]
    public async Task MoreThanThereIsIsThrownAway()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        File.WriteAllBytes(Partial, new byte[300_000]);
        await _hub.FetchAsync();
        Assert.Equal(_hub.Files["model.safetensors"], File.ReadAllBytes(Weights));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("vocab.txt")]
    public async Task AContentThatIsAnotherIsRefusedAndRemoved(string file)
    {
        byte[] wrong = [.. _hub.Files[file]];
        wrong[0] ^= 1;
        bool IsContent(TestRequest request) => request.Method == "GET" && request.Path.EndsWith(file);
        _hub.Before = _hub.BeforeStore = request => IsContent(request) && file != "model.safetensors"
            ? new TestReply(200, wrong)
            : null;
        if (file == "model.safetensors") _hub.BeforeStore = _ => new TestReply(200, wrong);
        var error = await Assert.ThrowsAsync<ClozeException>(() => _hub.FetchAsync());
        Assert.StartsWith("What 127.0.0.1 gave for owner/model has the checksum ", error.Message);
        Assert.EndsWith($", expected {_hub.Hash(file)}.", error.Message);
        Assert.False(File.Exists(_hub.Blob(file)));
        Assert.False(File.Exists(Path.Combine(_hub.Snapshot, file)));
        _hub.Before = _hub.BeforeStore = null;
        Assert.Equal(_hub.Files[file], File.ReadAllBytes(Path.Combine(await _hub.FetchAsync(), file)));
    }

    [Theory]
    [InlineData(404, null, "There is no folder owner/model, and 127.0.0.1 has no model owner/model.")]
    [InlineData(401, null, "or does not give it to somebody without a token.")]
    [InlineData(403, "secret", "or does not give it to the holder of this HF_TOKEN.")]
    [InlineData(418, null, "127.0.0.1 answers 418 for owner/model, expected 200.")]
    public async Task ARefusalIsSaidAtOnce(int status, string? token, string expected)
    {
        _hub.Options = _hub.Options with { Token = token };
        _hub.Before = _ => new TestReply(status);
        var error = await Assert.ThrowsAsync<ClozeException>(() => _hub.FetchAsync());
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain("secret", error.Message + error.Hint);
        Assert.Single(_hub.Server.Requests);
        Assert.Empty(_hub.Waits);
        Assert.False(Directory.Exists(_hub.ModelFolder));
    }

    [Fact]
    public async Task TooManyRequestsAreWaitedForAsLongAsTheHubAsks()
    {
        int asked = 0;
        _hub.Before = _ => asked++ < 2 ? new TestReply(429) { Headers = [("Retry-After", "7")] } : null;
        await _hub.FetchAsync();
        Assert.Equal([7, 7], _hub.Waits);
    }

    [Fact]
    public async Task AHubThatAsksToWaitTooLongIsGivenUp()
    {
        _hub.Before = _ => new TestReply(429) { Headers = [("Retry-After", "3600")] };
        var error = await Assert.ThrowsAsync<ClozeException>(() => _hub.FetchAsync());
        Assert.Equal(
            "There is no folder owner/model, and owner/model cannot be downloaded from 127.0.0.1: it answers 429. It "
            + "asks to wait 3600 s.",
            error.Message);
        Assert.Single(_hub.Server.Requests);
    }

    [Fact]
    public async Task AHubThatStaysBrokenIsGivenUpAfterFiveTries()
    {
        _hub.Before = _ => new TestReply(503);
        var error = await Assert.ThrowsAsync<ClozeException>(() => _hub.FetchAsync());
        Assert.EndsWith(" and owner/model cannot be downloaded from 127.0.0.1: it answers 503.", error.Message);
        Assert.Equal(5, _hub.Server.Requests.Count);
        Assert.Equal([1, 2, 4, 8], _hub.Waits);
    }

    [Fact]
    public async Task AHubThatIsNotThereIsSaid()
    {
        _hub.Server.Dispose();
        var error = await Assert.ThrowsAsync<ClozeException>(() => _hub.FetchAsync());
        Assert.Contains(" and owner/model cannot be downloaded from 127.0.0.1: ", error.Message);
        Assert.Contains("For a folder, check the path.", error.Hint);
        Assert.Empty(_hub.Waits);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/x", "it redirects to \"ftp://127.0.0.1/x\".")]
    [InlineData("file:///etc/passwd", "it redirects to \"file:///etc/passwd\".")]
    [InlineData("/again", "it redirects more than 10 times.")]
    public async Task ARedirectThatLeadsNowhereIsRefused(string location, string expected)
    {
        _hub.Before = _ => new TestReply(302) { Headers = [("Location", location)] };
        var error = await Assert.ThrowsAsync<ClozeException>(() => _hub.FetchAsync());
        Assert.EndsWith(expected, error.Message);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"sha":"../../evil","siblings":[]}""")]
    [InlineData("""{"sha":7,"siblings":[]}""")]
    public async Task AnAnswerThatIsNoHubsIsRefused(string answer)
    {
        _hub.Before = _ => new TestReply(200, answer);
        var error = await Assert.ThrowsAsync<ClozeException>(() => _hub.FetchAsync());
        Assert.StartsWith("127.0.0.1 does not answer as a hub does for owner/model: ", error.Message);
        Assert.Equal("Check HF_ENDPOINT.", error.Hint);
    }

    [Theory]
    [InlineData("\"../../evil\"")]
    [InlineData("\"abc\"")]
    public async Task AFileWithoutAHashIsRefused(string tag)
    {
        var reply = new TestReply(200, "x") { Headers = [("ETag", tag)] };
        _hub.Before = request => request.Method == "HEAD" ? reply : null;
        var error = await Assert.ThrowsAsync<ClozeException>(() => _hub.FetchAsync());
        Assert.EndsWith($"for config.json its ETag is {tag}, expected a hash.", error.Message);
    }

    [Fact]
    public async Task ARedirectThatSaysHalfIsFollowedToTheFile()
    {
        byte[] all = _hub.Files["vocab.txt"];
        string file = $"/owner/model/resolve/{TestHub.Commit}/vocab.txt";
        _hub.Before = request => request.Path == file
            ? new TestReply(307, "Moved, in more words than the file has.")
            {
                Headers = [("Location", "/api/resolve-cache/vocab.txt?x=1"), ("X-Linked-Etag", "\"abc\"")],
            }
            : request.Path == "/api/resolve-cache/vocab.txt?x=1"
                ? new TestReply(200, all) { Headers = [("ETag", $"W/\"{_hub.Hash("vocab.txt")}\"")] }
                : null;
        await _hub.FetchAsync();
        Assert.Equal(all, File.ReadAllBytes(Path.Combine(_hub.Snapshot, "vocab.txt")));
    }

    [Fact]
    public async Task WhatCameBeforeAnInterruptionStays()
    {
        byte[] all = _hub.Files["model.safetensors"];
        using var stop = new CancellationTokenSource();
        _hub.BeforeStore = _ =>
        {
            stop.Cancel();
            return new TestReply(200, all);
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        File.WriteAllBytes(Partial, all[..1000]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _hub.FetchAsync(cancellation: stop.Token));
        Assert.Equal(all[..1000], File.ReadAllBytes(Partial));
        _hub.BeforeStore = null;
        await _hub.FetchAsync();
        Assert.Equal(all, File.ReadAllBytes(Weights));
    }
}
