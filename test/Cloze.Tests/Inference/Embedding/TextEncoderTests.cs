using Cloze.Inference;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>Folders without a masked-language-model head embed too.</summary>
public class TextEncoderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ModelOutputs.None)]
    [InlineData(ModelOutputs.Pooler)]
    [InlineData(ModelOutputs.MaskedLanguageModel)]
    public async Task AFolderOfAnyHeadsIsEmbedded(ModelOutputs outputs)
    {
        using var folder = new PieceModel(outputs);
        using TextEncoder encoder = TextEncoder.Load(folder.Folder, threads: 1);
        Assert.Empty(encoder.Report.Missing);
        TextPair[] texts = PieceModel.Texts(30);
        float[][] alone = [.. texts.Select(text => encoder.Embed(text).Values.ToArray())];
        Assert.Equal(alone, encoder.EmbedMany(texts).Select(embedding => embedding.Values.ToArray()));
        Assert.Equal(alone, await encoder.EmbedManyAsync(texts, cancellation: Cancellation)
            .Select(embedding => embedding.Values.ToArray()).ToArrayAsync(Cancellation));
        Assert.Equal(encoder.Encode(texts[0]).InputIds.Length, (await encoder.EmbedAsync(texts[0])).TokenCount);
    }

    [Fact]
    public void TheSameFolderGivesTheVectorsOfTheMaskedLanguageModel()
    {
        using var folder = new PieceModel();
        using TextEncoder encoder = TextEncoder.Load(folder.Folder);
        using MaskedLanguageModel model = folder.Load();
        TextPair text = "the unbelievable cat";
        Assert.Equal(model.Embed(text).Values.ToArray(), encoder.Embed(text).Values.ToArray());
    }

    [Fact]
    public void ADisposedEncoderNamesItself()
    {
        using var folder = new PieceModel(ModelOutputs.None);
        TextEncoder encoder = TextEncoder.Load(folder.Folder);
        encoder.Dispose();
        encoder.Dispose();
        Assert.Contains(
            $"the model {folder.Folder}", Assert.Throws<ObjectDisposedException>(() => encoder.Embed("a")).Message);
        Assert.Throws<ArgumentNullException>("folder", () => TextEncoder.Load(null!));
    }
}
