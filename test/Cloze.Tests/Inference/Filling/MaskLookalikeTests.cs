using Cloze.Inference;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Inference;

public sealed class MaskLookalikeTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("the [mask] sees", "[mask]")]
    [InlineData("the <mask> sees", "<mask>")]
    [InlineData("the <MASK> sees", "<MASK>")]
    [InlineData("the [Mask ] sees", "[Mask ]")]
    [InlineData("the {mask} sees", "{mask}")]
    [InlineData("the ___ sees", "___")]
    public void WhatIsMeantForAMaskIsNamed(string text, string found)
    {
        using var model = MaskedLanguageModel.Load(_run.Start);
        var error = Assert.Throws<ClozeException>(() => model.FillMasks(text));
        Assert.Equal($"The text has no [MASK], but {found}.", error.Message);
        Assert.Equal($"Write [MASK] in the place of {found}, in just these letters.", error.Hint);
        var pair = Assert.Throws<ClozeException>(() => model.FillMasks("the cat", text));
        Assert.Equal(error.Message, pair.Message);
    }

    [Theory]
    [InlineData("the cat sees")]
    [InlineData("a mask, an unmasked one and a_b")]
    public void OtherTextIsNot(string text)
    {
        using var model = MaskedLanguageModel.Load(_run.Start);
        Assert.Equal("The text has no [MASK].", Assert.Throws<ClozeException>(() => model.FillMasks(text)).Message);
    }
}
