using Cloze.Inference;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Cloze.BrowserTests;

/// <summary>The surprise of a text: the page's numbers are the library's.</summary>
public sealed class SurpriseTests(PageFixture fixture)
{
    private const string Text = "The old man sees tree the again.";

    [Fact]
    public async Task EveryWordShowsTheLibrarysSurprise()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, $"#surprise?text={Uri.EscapeDataString(Text)}");
        await page.Page.Locator(".surprises").WaitForAsync();
        TextScore expected = fixture.Model.Score(Text, new ScoreOptions { Replacements = 6 });
        double[] shown = await OpenPage.NumbersAsync(page.Page.Locator(".surprising"), "data-surprise");
        Assert.Equal(expected.Words.Count, shown.Length);
        for (int i = 0; i < shown.Length; i++) Assert.Equal(-expected.Words[i].LogProbability, shown[i], 1e-6);
        await page.Page.Locator(".surprising").Nth(4).ClickAsync();
        await Expect(page.Page.Locator(".side h2").First).ToHaveTextAsync("tree");
        Assert.Equal(
            expected.Words[4].Replacements.Select(word => word.Token),
            await page.Page.Locator(".side .bar code").AllTextContentsAsync());
        await page.Page.WaitForURLAsync("**word=4**");
    }

    [Fact]
    public async Task TheMostSurprisingWordIsChosenFirst()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, $"#surprise?text={Uri.EscapeDataString(Text)}");
        await page.Page.Locator(".surprises").WaitForAsync();
        TextScore expected = fixture.Model.Score(Text);
        string strangest = expected.Words.MinBy(word => word.LogProbability)!.Text;
        await Expect(page.Page.Locator(".side h2").First).ToHaveTextAsync(strangest);
    }
}
