using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Cloze.BrowserTests;

/// <summary>What a person does to a sentence, with a pointer or with the keyboard alone.</summary>
public sealed class ExplainActionsTests(PageFixture fixture)
{
    private const string Sentence = "The old man sees the house again.";

    [Fact]
    public async Task AClickHidesAWordAndAnotherShowsItAgain()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, OpenPage.Explain(Sentence, "&masks=2"));
        await page.ShownAsync();
        await page.Piece(4).ClickAsync();
        await Expect(page.Piece(4)).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Piece(4).Locator(".text")).ToHaveTextAsync("[MASK]");
        await Expect(page.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("masks=2%2C4"));
        await page.Piece(4).ClickAsync();
        await Expect(page.Piece(4)).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(page.Piece(4).Locator(".text")).ToHaveTextAsync("sees");
        await page.Piece(2).ClickAsync();
        await Expect(page.Page.Locator("#status")).ToHaveTextAsync("One word at least is to be predicted.");
    }

    [Fact]
    public async Task AHiddenWordCanStayInstead()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, OpenPage.Explain(Sentence, "&masks=2"));
        await page.ShownAsync();
        await page.Page.Locator("#kind-2").SelectOptionAsync("kept");
        await Expect(page.Piece(2).Locator(".text")).ToHaveTextAsync("old");
        await Expect(page.Piece(2).Locator(".fate")).ToHaveTextAsync("stays");
        await Expect(page.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("masks=2k"));
    }

    [Fact]
    public async Task OfATextThatIsTooLongTheBeginningIsShownAndTheRestSaid()
    {
        string text = string.Join(' ', Enumerable.Repeat(Sentence, 40));
        fixture.Model.Encode(text, null, out int cut);
        await using OpenPage page = await OpenPage.AtAsync(fixture, OpenPage.Explain(text, "&masks=2"));
        await page.ShownAsync();
        await Expect(page.Page.Locator(".line")).ToContainTextAsync($"{cut} pieces did not fit and were left out.");
    }

    [Fact]
    public async Task DrawingTakesTheNextSeed()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, OpenPage.Explain(Sentence, "&seed=4"));
        await page.ShownAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Draw 15 %" }).ClickAsync();
        await Expect(page.Page.Locator("#seed")).ToHaveValueAsync("5");
        await Expect(page.Page.Locator("section:has(#step-2)")).ToContainTextAsync("Seed 5 drew them");
    }

    [Fact]
    public async Task AMaskTypedIntoTheTextIsGuessedWithoutALoss()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, "#explain");
        await page.ShownAsync();
        await page.Page.Locator("#sentence").FillAsync("the [MASK] sees a tree");
        await Expect(page.Piece(2).Locator(".text")).ToHaveTextAsync("[MASK]");
        await Expect(page.Page.Locator(".sum")).ToContainTextAsync("nobody knows what is right");
        Assert.Equal(0, await page.Page.Locator("#mean-loss").CountAsync());
    }

    [Fact]
    public async Task TheKeyboardAloneReachesEverything()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, OpenPage.Explain(Sentence, "&masks=2"));
        await page.ShownAsync();
        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(page.Page.Locator(".skip")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator("#main")).ToBeFocusedAsync();
        await TabToAsync(page, "#sentence");
        await TabToAsync(page, ".piece[data-position='4']");
        await page.Page.Keyboard.PressAsync("Space");
        await Expect(page.Piece(4)).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Piece(4)).ToBeFocusedAsync();
        await TabToAsync(page, "input[name=head]");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Page.Locator("input[name=head][value='1']")).ToBeCheckedAsync();
        await TabToAsync(page, ".looker");
        await Expect(page.Page.Locator(".looker.query")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator(".looker").First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task EveryControlHasAName()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, OpenPage.Explain(Sentence));
        await page.ShownAsync();
        string[] nameless = await page.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('button, select, input, textarea, a, canvas')].filter(element =>
              !(element.getAttribute('aria-label') || element.textContent.trim() || element.labels?.length))
              .map(element => element.outerHTML)
            """);
        Assert.Empty(nameless);
    }

    private static async Task TabToAsync(OpenPage page, string selector)
    {
        for (int i = 0; i < 80; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            if (await page.Page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector)) return;
        }

        Assert.Fail($"The Tab key does not lead to {selector}.");
    }
}
