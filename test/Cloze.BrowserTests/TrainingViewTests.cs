using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Cloze.BrowserTests;

/// <summary>The curves of a run.</summary>
public sealed class TrainingViewTests(PageFixture fixture)
{
    [Fact]
    public async Task ARunShowsItsCurvesAndItsEvaluations()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, "#training");
        ILocator chart = page.Page.GetByRole(AriaRole.Slider, new() { Name = "Loss over the steps" });
        await chart.Locator("svg").WaitForAsync();
        await Expect(page.Page.Locator(".facts dd").First).ToHaveTextAsync("60");
        await chart.FocusAsync();
        await page.Page.Keyboard.PressAsync("End");
        await Expect(chart).ToHaveAttributeAsync("aria-valuenow", "60");
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(chart).ToHaveAttributeAsync("aria-valuenow", "59");
        await Expect(chart).ToHaveAttributeAsync(
            "aria-valuetext", new System.Text.RegularExpressions.Regex("^step 59: each step "));
        await Expect(page.Page.Locator("tbody tr").Last).ToContainTextAsync("everything held out");
        Assert.Empty(page.Faults);
    }
}
