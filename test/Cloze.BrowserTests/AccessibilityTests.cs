using Xunit;

namespace Cloze.BrowserTests;

/// <summary>Every view by the rules of axe-core for WCAG 2.2, levels A and AA, and its best practices.</summary>
public sealed class AccessibilityTests(PageFixture fixture)
{
    [Theory]
    [InlineData("explain", "#step-9", false)]
    [InlineData("explain", "#step-9", true)]
    [InlineData("surprise", ".surprises", false)]
    [InlineData("surprise", ".surprises", true)]
    [InlineData("training", ".chart svg", false)]
    [InlineData("training", ".chart svg", true)]
    public async Task NothingKeepsAnyoneOut(string view, string shown, bool dark)
    {
        await using OpenPage page = await OpenPage.AtAsync(
            fixture, $"#{view}?text={Uri.EscapeDataString("The old man sees the [MASK] again.")}", 1280, dark);
        await page.Page.Locator(shown).First.WaitForAsync();
        await page.AssertAccessibleAsync();
    }
}
