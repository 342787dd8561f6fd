using System.Collections;
using Cloze.Inference;
using Cloze.Masking;
using Cloze.Tests.Training;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>What can be read out of a forward pass: whole vectors of a position, all lengths, attention.</summary>
public sealed class ExplainOptionsTests : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly MaskedLanguageModel _model;
    private readonly Encoding _encoding;
    private readonly MaskPlan[] _masks;

    public ExplainOptionsTests()
    {
        _model = MaskedLanguageModel.Load(_run.Start, threads: 1);
        _encoding = _model.Encode("the cat sees a tree", null, out _);
        _masks = [new MaskPlan(2, MaskKind.Mask, _model.Tokenizer.Vocabulary.MaskId)];
    }

    public void Dispose()
    {
        _model.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void TheVectorsAreOfTheRowAskedFor()
    {
        Explanation first = Explain(new ExplainOptions { Values = 100 });
        Explanation other = Explain(new ExplainOptions { Values = 100, Row = 4 });
        Assert.Equal((2, 4), (first.Row, other.Row));
        Assert.Equal("position[4]", other.Embeddings[1].Name);
        Assert.Equal(8, other.Layers[0].First.Count);
        Assert.NotEqual(first.Layers[0].First, other.Layers[0].First);
        Assert.Equal(Math.Sqrt(other.Layers[0].First.Sum(value => (double)value * value)), other.Layers[0].Norm, 1e-9);
    }

    [Fact]
    public void EveryTokenHasALengthAfterTheEmbeddingsAndAfterEachLayer()
    {
        Explanation explanation = Explain(new ExplainOptions { Row = 4 });
        Assert.Equal(2, explanation.Norms.Count);
        Every.Item(explanation.Norms, norms => Assert.Equal(explanation.TokenCount, norms.Count));
        Assert.Equal(explanation.Embeddings[4].Norm, explanation.Norms[0][4]);
        Assert.Equal(explanation.Layers[0].Norm, explanation.Norms[1][4]);
    }

    [Fact]
    public void EachRowOfEachHeadOfTheAttentionSumsToOne()
    {
        ExplainedAttention attention = Explain(new ExplainOptions { AttentionLayer = 1 }).Attention!;
        Assert.Equal((1, 2), (attention.Layer, attention.Heads.Count));
        int count = _encoding.InputIds.Length;
        Every.Item(attention.Heads, head => Assert.Equal(count * count, head.Count));
        Every.Item(
            attention.Heads.SelectMany(head => head.Chunk(count)), row => Assert.Equal(1, row.Sum(), 1e-5f));
        Assert.NotEqual(attention.Heads[0], attention.Heads[1]);
        Assert.Null(Explain(new ExplainOptions()).Attention);
    }

    [Theory]
    [InlineData(-1, null, "The row is -1, expected 0 to 6.")]
    [InlineData(7, null, "The row is 7, expected 0 to 6.")]
    [InlineData(null, 0, "The layer is 0, expected 1 to 1.")]
    [InlineData(null, 2, "The layer is 2, expected 1 to 1.")]
    public void WhatTheModelDoesNotHaveIsRefused(int? row, int? layer, string message) => Assert.Equal(
        message,
        Assert.Throws<ClozeException>(() => Explain(new ExplainOptions { Row = row, AttentionLayer = layer })).Message);

    [Fact]
    public async Task WhoWaitsForATurnMayLeave()
    {
        using var leave = new CancellationTokenSource();
        Task<Explanation>? stays = null, leaves = null;
        var masks = new WatchedMasks(_masks, () =>
        {
            stays = _model.ExplainAsync(_encoding, _masks, new ExplainOptions(), CancellationToken.None);
            leaves = _model.ExplainAsync(_encoding, _masks, new ExplainOptions(), leave.Token);
            leave.Cancel();
        });
        Explanation first = _model.Explain(_encoding, masks, new ExplainOptions(), CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves!);
        Assert.Equal(first.Masks[0].Loss, (await stays!).Masks[0].Loss);
        Assert.ThrowsAny<OperationCanceledException>(
            () => _model.Explain(_encoding, _masks, new ExplainOptions(), leave.Token));
    }

    private Explanation Explain(ExplainOptions options) => _model.Explain(_encoding, _masks, options);

    /// <summary>Does something once, when the model looks at the masks in its turn: after they were checked.</summary>
    private sealed class WatchedMasks(IReadOnlyList<MaskPlan> masks, Action seen) : IReadOnlyList<MaskPlan>
    {
        private int _looks;

        public int Count => masks.Count;

        public MaskPlan this[int index] => masks[index];

        public IEnumerator<MaskPlan> GetEnumerator()
        {
            if (++_looks == 2) seen();
            return masks.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
