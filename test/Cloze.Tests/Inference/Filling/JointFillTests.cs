using Cloze.Inference;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>Several masks together: a wide beam against all fillings, by one mask at a time.</summary>
public sealed class JointFillTests : IDisposable
{
    private const string Text = "The [MASK] sees  a [MASK].";
    private readonly PieceModel _folder = new();
    private readonly MaskedLanguageModel _model;

    public JointFillTests() => _model = _folder.Load();

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void AWideBeamFindsTheLikeliestOfAllFillings()
    {
        int count = _model.Tokenizer.Vocabulary.Count;
        FillResult first = _model.FillMasks(Text, options: new FillOptions { TopK = count });
        var all = new List<(int[] Ids, double Score)>();
        foreach (Prediction one in first.Masks[0])
        {
            // The text with the first mask filled, by ids: a piece that continues a word would not survive as text.
            int[] ids = [.. _model.Encode(Text, null, out _).InputIds];
            ids[Array.IndexOf(ids, _model.Tokenizer.Vocabulary.MaskId)] = one.TokenId;
            int second = Array.LastIndexOf(ids, _model.Tokenizer.Vocabulary.MaskId);
            for (int id = 0; id < count; id++)
            {
                double score = one.LogProbability + SlowModel.LogProbability(_folder.Folder, ids, second, id);
                if (id % 5 == one.TokenId % 5) all.Add(([one.TokenId, id], score));
            }
        }

        var options = new JointFillOptions { TopK = count * count, BeamWidth = count };
        IReadOnlyList<JointFill> found = _model.FillJointly(Text, options).Fills;
        Assert.Equal(count * count, found.Count);
        Assert.Equal(1, found.Sum(fill => fill.Probability), 1e-6);
        Assert.Equal(found.OrderByDescending(fill => fill.LogProbability), found);
        var scores = found.ToDictionary(fill => (fill.TokenIds[0], fill.TokenIds[1]), fill => fill.LogProbability);
        Every.Item(all, one => Assert.Equal(one.Score, scores[(one.Ids[0], one.Ids[1])], 1e-6));
    }

    [Fact]
    public void AFillingStandsInTheTextAsItWasGiven()
    {
        JointFillResult result = _model.FillJointly(Text, new JointFillOptions { TopK = 2 });
        Assert.Equal((2, 0), (result.Fills.Count, result.TokensCut));
        JointFill whole = _model.FillJointly(Text, new JointFillOptions { TopK = 200, BeamWidth = 200 }).Fills
            .First(fill => fill.Tokens.All(token => token.All(char.IsLetter)));
        Assert.Equal($"The {whole.Tokens[0]} sees  a {whole.Tokens[1]}.", whole.Text);
        Assert.Null(whole.Pair);
        JointFill pair = _model.FillJointly(new TextPair("A [MASK]", "the [MASK]")).Fills[0];
        Assert.DoesNotContain("[MASK]", pair.Text + pair.Pair);
        Assert.StartsWith("the", pair.Pair);
    }

    [Fact]
    public async Task OneMaskIsFilledAsByFill()
    {
        IReadOnlyList<Prediction> filled = _model.Fill("the [MASK] sees", new FillOptions { TopK = 3 });
        JointFillResult joint = await _model.FillJointlyAsync(
            "the [MASK] sees", new JointFillOptions { TopK = 3 }, TestContext.Current.CancellationToken);
        Assert.Equal(filled.Select(word => word.Token), joint.Fills.Select(fill => fill.Tokens[0]));
        Assert.Equal(filled.Select(word => word.LogProbability), joint.Fills.Select(fill => fill.LogProbability));
    }

    [Fact]
    public async Task WhatIsWrongIsSaid()
    {
        Assert.Equal("The text has no [MASK].", Message(() => _model.FillJointly("the cat")));
        Assert.Equal(
            "top-k is 0, expected 1 to 1000.",
            Message(() => _model.FillJointly(Text, new JointFillOptions { TopK = 0 })));
        Assert.Equal(
            "beam-width is 1001, expected 1 to 1000.",
            Message(() => _model.FillJointly(Text, new JointFillOptions { BeamWidth = 1001 })));
        Assert.Throws<ArgumentNullException>("text", () => _model.FillJointly((string)null!));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _model.FillJointlyAsync(Text, cancellation: new CancellationToken(canceled: true)));
        _model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _model.FillJointly(Text));
    }

    private static string Message(Action action) => Assert.Throws<ClozeException>(action).Message;
}
