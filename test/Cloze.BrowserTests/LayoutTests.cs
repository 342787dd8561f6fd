using Cloze.Text;
using Cloze.Training;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Xunit;

namespace Cloze.BrowserTests;

/// <summary>The page says what the model at hand computes, not what BERT does.</summary>
public sealed class LayoutTests(PageFixture fixture)
{
    private const string Link = "#explain?text=the%20cat%20sees%20a%20tree.";

    [Fact]
    public async Task BertAddsThreeTablesAndNormsSums()
    {
        await using OpenPage page = await OpenPage.AtAsync(fixture, Link);
        await page.ShownAsync();

        Assert.Contains("the row of its piece, the row of its place and the row of its segment", await Step(page, 3));
        Assert.Contains("looks at all others:", await Step(page, 4));
        Assert.Equal("y=LayerNorm(a+W2GELU(W1a))", await Formula(page, 4, 1));
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task TheLayoutOfTodayNormsFirstAndTurnsAndGates()
    {
        if (fixture.Browser is null) Assert.Skip(Chromium.Missing);
        string folder = Directory.CreateTempSubdirectory("cloze-modern-").FullName;
        PageFixture.Train(Preset.TinyModern, folder, 2);
        await using (WebApplication server = await fixture.StartAsync(null, folder))
        {
            await using OpenPage page = await OpenPage.AtAsync(fixture, Link, address: server.Urls.First());
            await page.ShownAsync();

            Assert.DoesNotContain("segment", await Step(page, 3));
            Assert.Contains("by an angle for the place", await Step(page, 3));
            Assert.Matches(@"^x\d+=LayerNorm\(word\[\d+\]\)$", await Formula(page, 3, 0));
            Assert.Contains("all others, in layer 2 at those within 32 places", await Step(page, 4));
            Assert.Equal("a=x+Woattention(LayerNorm(x))", await Formula(page, 4, 0));
            Assert.Equal("in layer 1\u00a0\u00a0a=x+Woattention(x)", await Formula(page, 4, 1));
            Assert.Equal("y=a+W2(GELU(W1n)\u2299W3n),n=LayerNorm(a)", await Formula(page, 4, 2));
            Assert.Equal(
                ["layer 1", "LayerNorm(layer 2)"],
                await Section(page, 4).Locator(".vectors .name").AllTextContentsAsync());
            Assert.Empty(page.Faults);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task TheSpaceThatATokenTakesPartsWords()
    {
        if (fixture.Browser is null) Assert.Skip(Chromium.Missing);
        string folder = Directory.CreateTempSubdirectory("cloze-spaced-").FullName;
        PageFixture.Train(Preset.Tiny, folder, 2, VocabularyKind.BytePair);
        string path = Path.Combine(folder, "tokenizer.json"), tokenizer = await File.ReadAllTextAsync(path);
        const string trims = "\"trim_offsets\":true", keeps = "\"trim_offsets\":false";
        Assert.Contains(trims, tokenizer);
        await File.WriteAllTextAsync(path, tokenizer.Replace(trims, keeps));
        await using (WebApplication server = await fixture.StartAsync(null, folder))
        {
            await using OpenPage page = await OpenPage.AtAsync(
                fixture, "#explain?text=the%20cat%20sees&masks=3k", address: server.Urls.First());
            await page.ShownAsync();

            Assert.Equal(
                ["the", "cat", "sees"],
                (await page.Page.Locator(".sentence .word").AllAsync()).Select(word => string.Concat(
                    word.Locator(".text").AllTextContentsAsync().GetAwaiter().GetResult())));
            Assert.Empty(page.Faults);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static ILocator Section(OpenPage page, int step) => page.Page.Locator($"section:has(#step-{step})");

    private static async Task<string> Step(OpenPage page, int step) =>
        (await Section(page, step).Locator("p").First.TextContentAsync())!;

    private static async Task<string> Formula(OpenPage page, int step, int index) =>
        (await Section(page, step).Locator("math").Nth(index).TextContentAsync())!;
}
