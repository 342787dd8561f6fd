using System.Net;
using Cloze.Server;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>How the page's files are sent.</summary>
public class PageTests
{
    [Fact]
    public async Task ThePageIsInTheAssemblyAndLoadsNothingFromElsewhere()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage response = await server.Client.GetAsync("/");
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("<!doctype html>", await response.Content.ReadAsStringAsync());
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task APageThatHasNotChangedIsNotSentAgain()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage first = await server.Client.GetAsync("/index.html");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/index.html");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await server.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task AFolderTakesItsPlace()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("index.html"), "mine");
        await using RunningServer server = await RunningServer.StartAsync(
            options => options with { PageFolder = folder.Path });
        Assert.Equal("mine", await server.Client.GetStringAsync("/"));
        File.WriteAllText(folder.File("index.html"), "changed");
        Assert.Equal("changed", await server.Client.GetStringAsync("/"));
        using HttpResponseMessage outside = await server.Client.GetAsync("/..%2f..%2fetc/passwd");
        Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
    }

    [Theory]
    [InlineData(false, "There is no folder")]
    [InlineData(true, "has no index.html.")]
    public void AFolderWithoutAPageIsRefused(bool exists, string message)
    {
        using var folder = new TemporaryFolder();
        using var run = new Training.TinyRun();
        var options = new ServerOptions
        {
            Models = [new ServedFolder("m", run.Start)],
            PageFolder = exists ? folder.Path : folder.File("none"),
        };
        Assert.Contains(message, Assert.Throws<ClozeException>(() => ClozeServer.Build(options)).Message);
    }
}
