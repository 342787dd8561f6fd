using System.Globalization;
using Cloze.Inference;
using Cloze.Text;
using Microsoft.Playwright;
using Xunit;

namespace Cloze.BrowserTests;

/// <summary>The numbers on the page are the library's.</summary>
public sealed class ExplainNumbersTests(PageFixture fixture)
{
    private const string Sentence = "The old man sees the house again, and a dog follows our horse.";

    [Fact]
    public async Task ProbabilitiesGuessesAndLosses()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, OpenPage.Explain(Sentence, "&seed=7"));
        await page.ShownAsync();
        Explanation expected = Explain(7, new ExplainOptions { TopK = 8 });
        foreach (ExplainedMask mask in expected.Masks)
        {
            ILocator card = page.Page.Locator($"section:has(#step-6) .card[data-position='{mask.Position}']");
            double[] shown = await OpenPage.NumbersAsync(card.Locator(".bar:not(.far)"), "data-probability");
            Assert.Equal(mask.Best.Select(word => word.Probability), shown);
            Assert.Equal(
                mask.Best.Select(word => word.Piece), await card.Locator(".bar:not(.far) code").AllTextContentsAsync());
            Assert.EndsWith(
                "=" + Fixed(mask.Loss!.Value, 4), (await card.Locator("math").Last.TextContentAsync())!);
            Assert.Contains("argmax", await card.Locator(".bar").First.TextContentAsync());
            Assert.NotEqual(0, await card.Locator(".truth").CountAsync());
        }

        string mean = (await page.Page.Locator("#mean-loss").TextContentAsync())!;
        Assert.Equal(Fixed(expected.MeanLoss!.Value, 4), mean);
        Assert.Contains($"{mean} nats", await page.Page.Locator(".sum").TextContentAsync());
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task PiecesAndIds()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, OpenPage.Explain(Sentence));
        await page.ShownAsync();
        Encoding encoding = fixture.Model.Encode(Sentence, null, out _);
        Assert.Equal(encoding.Tokens, await page.Page.Locator(".pieces code").AllTextContentsAsync());
        Assert.Equal(
            encoding.InputIds.Select(id => $"{id}"), await page.Page.Locator(".pieces span").AllTextContentsAsync());
    }

    [Fact]
    public async Task VectorsOfTheChosenPosition()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, OpenPage.Explain(Sentence, "&seed=7"));
        await page.ShownAsync();
        await page.Page.Locator("#row-embeddings").SelectOptionAsync("5");
        await page.Page.WaitForURLAsync("**row=5**");
        await page.Page.Locator(".vectors .name", new() { HasText = "position[5]" }).WaitForAsync();
        Explanation expected = Explain(7, new ExplainOptions { Row = 5 });
        string[] shown = [.. await page.Page.Locator(".vectors .norm").AllTextContentsAsync()];
        Assert.Equal(
            expected.Embeddings.Concat(expected.Layers).Select(vector => "length " + Fixed(vector.Norm, 3)), shown);
    }

    [Fact]
    public async Task AttentionOfALayerAndHead()
    {
        await using OpenPage page = await OpenPage.AtAsync(
            fixture, OpenPage.Explain(Sentence, "&seed=7&layer=2&head=2"));
        await page.ShownAsync();
        await page.Page.Locator(".looker").Nth(3).HoverAsync();
        ExplainedAttention attention = Explain(7, new ExplainOptions { AttentionLayer = 2 }).Attention!;
        int count = fixture.Model.Encode(Sentence, null, out _).InputIds.Length;
        Assert.Equal(
            attention.Heads[1].Skip(3 * count).Take(count).Select(weight => Fixed(weight, 3)),
            await page.Page.Locator(".looker .weight").AllTextContentsAsync());
        await page.Page.Locator("input[name=head][value='1']").CheckAsync();
        await page.Page.WaitForURLAsync("**head=1**");
        await page.Page.Locator(".looker").Nth(0).FocusAsync();
        Assert.Equal(
            attention.Heads[0].Take(count).Select(weight => Fixed(weight, 3)),
            await page.Page.Locator(".looker .weight").AllTextContentsAsync());
    }

    private Explanation Explain(ulong seed, ExplainOptions options)
    {
        Encoding encoding = fixture.Model.Encode(Sentence, null, out _);
        return fixture.Model.Explain(encoding, fixture.Model.DrawMasks(encoding, seed), options);
    }

    // What the page shows, with its minus sign; both round halves of the same number, now and then differently.
    private static string Fixed(double value, int digits) =>
        value.ToString($"F{digits}", CultureInfo.InvariantCulture).Replace('-', '\u2212');
}
