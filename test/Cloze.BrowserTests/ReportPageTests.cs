using Cloze.Cli.Rendering.Report;
using Cloze.Training;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Cloze.BrowserTests;

/// <summary>The page of <c>cloze report</c>, opened as a file.</summary>
public sealed class ReportPageTests(PageFixture fixture) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloze-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    [InlineData(390, true)]
    public async Task TheRunIsShownWithoutANetworkAndWithoutSidewaysScrolling(int width, bool dark)
    {
        await using OpenPage page = await OpenAsync(width, dark);
        var history = RunHistory.Read(fixture.ModelFolder);
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("small");
        await Expect(page.Page.Locator(".chart svg")).ToHaveCountAsync(6);
        await Expect(page.Page.Locator(".tenths li").First).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".sentence")).ToHaveCountAsync(history.Evaluations[^1].Examples.Count);
        await Expect(page.Page.Locator("#manifest code").First).ToHaveTextAsync(history.Manifest.TrainingHash);
        Assert.Equal(width, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        string paper = await page.Page.EvaluateAsync<string>(
            "() => getComputedStyle(document.documentElement).backgroundColor");
        Assert.Equal(dark ? "rgb(22, 21, 19)" : "rgb(253, 252, 250)", paper);
        await page.AssertAccessibleAsync();
        Assert.Single(page.Requests);
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task ACurveIsReadOutByKeys()
    {
        await using OpenPage page = await OpenAsync(1280, dark: false);
        ILocator chart = page.Page.GetByRole(AriaRole.Slider, new() { Name = "Loss over the steps" });
        await chart.FocusAsync();
        await page.Page.Keyboard.PressAsync("End");
        await Expect(chart).ToHaveAttributeAsync("aria-valuenow", "60");
        await Expect(chart).ToHaveAttributeAsync(
            "aria-valuetext", new System.Text.RegularExpressions.Regex("^step 60: each step "));
    }

    [Fact]
    public async Task OfARunThatGoesOnAfterItsEndTheLatestResultIsShown()
    {
        await using OpenPage page = await OpenAsync(1280, dark: false, ended => ended with
        {
            Evaluations =
                [.. ended.Evaluations, ended.Evaluations[^1] with { Step = 90, Loss = 0.125, Final = false }],
        });
        await Expect(page.Page.Locator(".facts dd").First).ToHaveTextAsync("0.125 nats");
        await Expect(page.Page.Locator(".lede")).ToContainTextAsync("it reached 0.125 nats on held-out text");
    }

    private async Task<OpenPage> OpenAsync(int width, bool dark, Func<RunHistory, RunHistory>? change = null)
    {
        if (fixture.Browser is null) Assert.Skip(Chromium.Missing);
        var history = RunHistory.Read(fixture.ModelFolder);
        string path = Path.Combine(_folder, "report.html");
        await File.WriteAllTextAsync(path, ReportPage.Of("small", change?.Invoke(history) ?? history));
        return await OpenPage.AtAsync(fixture, new Uri(path).AbsoluteUri, width, dark);
    }
}
