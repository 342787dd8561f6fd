using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Cloze.BrowserTests;

/// <summary>What holds for every view: links, widths, themes, hostile texts, errors, keys.</summary>
public sealed class WholePageTests(PageFixture fixture)
{
    private const string Hostile =
        "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script> &amp; \u202e\" ' [MASK] \ud83d\ude00";

    private const string Long = "the cat sees a very-long-wordverylongwordverylongwordverylongwordverylongword today.";

    [Fact]
    public async Task ALinkReproducesTheView()
    {
        await using OpenPage first = await OpenPage.AtAsync(
            fixture, OpenPage.Explain("The old man sees the house again.", "&seed=3"));
        await first.ShownAsync();
        await first.Piece(6).ClickAsync();
        await Expect(first.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("masks="));
        await first.Page.Locator("input[name=layer][value='2']").CheckAsync();
        await first.Page.Locator("input[name=head][value='2']").CheckAsync();
        await first.Page.Locator("#row-layers").SelectOptionAsync("1");
        await first.Page.WaitForURLAsync("**row=1**head=2**");
        await first.Page.Locator(".vectors .name", new() { HasText = "position[1]" }).WaitForAsync();
        await using OpenPage second = await OpenPage.AtAsync(fixture, first.Page.Url);
        await second.ShownAsync();
        Assert.Equal(
            await first.Page.Locator("main").InnerTextAsync(), await second.Page.Locator("main").InnerTextAsync());
        Assert.Equal(first.Page.Url, second.Page.Url);
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("surprise")]
    public async Task AHostileTextStaysText(string view)
    {
        await using OpenPage page = await OpenPage.AtAsync(
            fixture, $"#{view}?text={Uri.EscapeDataString(Hostile)}");
        await page.Page.Locator(view == "explain" ? "#step-9" : ".surprises").WaitForAsync();
        Assert.Equal(Hostile, await page.Page.Locator("main textarea").InputValueAsync());
        Assert.Equal(0, await page.Page.Locator("main img, main script").CountAsync());
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.hit === undefined"));
        Assert.Empty(page.Faults);
    }

    [Theory]
    [InlineData("explain", false)]
    [InlineData("explain", true)]
    [InlineData("surprise", false)]
    [InlineData("surprise", true)]
    [InlineData("training", false)]
    [InlineData("training", true)]
    public async Task APhoneNeedsNoSidewaysScrolling(string view, bool dark)
    {
        await using OpenPage page = await OpenPage.AtAsync(
            fixture, $"#{view}?text={Uri.EscapeDataString(Long)}", 390, dark);
        await page.Page.Locator("#step-9, .surprises, .chart svg").First.WaitForAsync();
        Assert.Equal(390, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        string paper = await page.Page.EvaluateAsync<string>(
            "() => getComputedStyle(document.documentElement).backgroundColor");
        Assert.Equal(dark ? "rgb(22, 21, 19)" : "rgb(253, 252, 250)", paper);
    }

    [Fact]
    public async Task NothingIsLoadedFromElsewhere()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, "#explain");
        await page.ShownAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Training" }).ClickAsync();
        await page.Page.Locator(".chart svg").First.WaitForAsync();
        Assert.NotEmpty(page.Requests);
        Assert.DoesNotContain(page.Requests, url => !url.StartsWith(page.Address, StringComparison.Ordinal));
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task TheThemeCanBeChosenAndIsKept()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, "#explain");
        ILocator button = page.Page.Locator("#theme");
        foreach (string theme in new[] { "Light", "Dark" })
        {
            await button.ClickAsync();
            await Expect(button).ToHaveTextAsync(theme);
        }

        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task AnErrorOfTheServerIsASentence()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, OpenPage.Explain("the dog"));
        await page.ShownAsync();
        await page.Page.RouteAsync("**/v1/explain", route => route.FulfillAsync(new() { Status = 429 }));
        await page.Page.Locator("#sentence").FillAsync("the old cat");
        await Expect(page.Page.Locator(".problem")).ToContainTextAsync("The server has too much to do.");
        await page.Page.RouteAsync("**/v1/explain", route => route.AbortAsync());
        await page.Page.Locator("#sentence").FillAsync("the cat");
        await Expect(page.Page.Locator(".problem")).ToContainTextAsync("The server does not answer.");
    }

    [Fact]
    public async Task AServerWithAKeyIsAskedWithIt()
    {
        if (fixture.Browser is null) Assert.Skip(Chromium.Missing);
        await using WebApplication server = await fixture.StartAsync("secret");
        await using OpenPage page = await OpenPage.AtAsync(fixture, "#explain", address: server.Urls.First());
        await page.Page.Locator("#key").FillAsync("wrong");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator(".problem")).ToContainTextAsync("The key is wrong.");
        await page.Page.Locator("#key").FillAsync("secret");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.ShownAsync();
        Assert.DoesNotContain("secret", page.Page.Url);
    }
}
