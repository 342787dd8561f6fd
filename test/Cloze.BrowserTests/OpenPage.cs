using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Cloze.BrowserTests;

/// <summary>A page in a browser window of its own, which remembers what it asked for and what went wrong.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _window;

    private OpenPage(IBrowserContext window, IPage page, string address)
    {
        _window = window;
        Page = page;
        Address = address;
        page.Request += (_, request) => Requests.Add(request.Url);
        page.PageError += (_, error) => Faults.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Faults.Add(message.Text);
        };
    }

    /// <summary>What the browser shows.</summary>
    public IPage Page { get; }

    /// <summary>The server's address.</summary>
    public string Address { get; }

    /// <summary>Every address that was asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors of scripts, and what breaks the content security policy.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Opens a link; skips the test where there is no browser.</summary>
    public static async Task<OpenPage> AtAsync(
        PageFixture fixture, string link, int width = 1280, bool dark = false, string? address = null)
    {
        if (fixture.Browser is null) Assert.Skip(Chromium.Missing);
        IBrowserContext window = await fixture.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        window.SetDefaultTimeout(20_000);
        var page = new OpenPage(window, await window.NewPageAsync(), address ?? fixture.Address);
        await page.Page.GotoAsync(Uri.IsWellFormedUriString(link, UriKind.Absolute) ? link : page.Address + "/" + link);
        return page;
    }

    /// <summary>A link of the first view.</summary>
    public static string Explain(string text, string more = "") =>
        $"#explain?text={Uri.EscapeDataString(text)}{more}";

    /// <summary>Waits for the nine steps.</summary>
    public Task ShownAsync() => Page.Locator("#step-9").WaitForAsync();

    /// <summary>The button of a piece of the sentence.</summary>
    public ILocator Piece(int position) => Page.Locator($".piece[data-position='{position}']");

    /// <summary>The number that an element shows.</summary>
    public static double Number(string text) => double.Parse(
        text.Replace('\u2212', '-').Replace("\u202f", ""), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The attributes of elements, as numbers.</summary>
    public static async Task<double[]> NumbersAsync(ILocator elements, string attribute)
    {
        var numbers = new List<double>();
        foreach (ILocator element in await elements.AllAsync())
        {
            numbers.Add(Number(await element.GetAttributeAsync(attribute) ?? ""));
        }

        return [.. numbers];
    }

    /// <summary>Asserts that axe-core finds nothing: WCAG 2.2, levels A and AA, and its best practices.</summary>
    public async Task AssertAccessibleAsync()
    {
        AxeResult result = await Page.RunAxe();
        Assert.NotEmpty(result.Passes);
        Assert.Equal("", string.Join(Environment.NewLine, result.Violations.Select(rule =>
            $"{rule.Id}: {rule.Help} {string.Join("; ", rule.Nodes.Take(5).Select(node => node.Html))}")));
    }

    public async ValueTask DisposeAsync() => await _window.CloseAsync();
}
