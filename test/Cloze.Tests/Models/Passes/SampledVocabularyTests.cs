using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>The part of the vocabulary that a loss is computed over.</summary>
public sealed class SampledVocabularyTests
{
    private const int Vocabulary = 60;
    private const int Sampled = 8;
    private const int Draws = 4000;

    // What stands in the batch, seen or hidden.
    private static readonly int[] _batchPieces = [2, 3, 4, 5, 7, 9, 10];

    private readonly TokenBatch _batch = TinyModel.Batch();
    private readonly SampledVocabulary _sample = Of(Vocabulary, Sampled);

    public static TheoryData<bool> WithoutAndWithBiases => [false, true];

    [Theory]
    [MemberData(nameof(WithoutAndWithBiases))]
    public void It_holds_every_piece_of_the_batch_and_different_others(bool biased)
    {
        Assert.True(_sample.Draw(_batch, Biases(biased), 5, 1));

        int[] pieces = _sample.Pieces.ToArray();
        Assert.InRange(pieces.Length, _batchPieces.Length + (Sampled / 2), _batchPieces.Length + Sampled);
        Assert.Equal(pieces.Length, pieces.Distinct().Count());
        Assert.Equal(_batchPieces, pieces[.._batchPieces.Length].Order());
        Every.Item(pieces, piece => Assert.InRange(piece, 0, Vocabulary - 1));
        Assert.Equal(_batch.Labels.ToArray(), _sample.Labels.ToArray().Select(place => pieces[place]));
    }

    [Fact]
    public void A_draw_is_a_function_of_batch_biases_seed_and_step()
    {
        int[] Draw(SampledVocabulary sample, bool biased, ulong seed, uint step)
        {
            Assert.True(sample.Draw(_batch, Biases(biased), seed, step));
            return sample.Pieces.ToArray();
        }

        int[] first = Draw(_sample, true, 5, 1);
        Assert.NotEqual(first, Draw(_sample, true, 5, 2));
        Assert.NotEqual(first, Draw(_sample, true, 6, 1));
        Assert.NotEqual(first, Draw(_sample, false, 5, 1));
        Assert.Equal(first, Draw(_sample, true, 5, 1));
        Assert.Equal(first, Draw(Of(Vocabulary, Sampled), true, 5, 1));
    }

    [Theory]
    [MemberData(nameof(WithoutAndWithBiases))]
    public void The_sum_over_the_vocabulary_is_right_on_average(bool biased)
    {
        double[] powers = [.. TinyModel.Random(Vocabulary, 3).Select(logit => Math.Exp(4 * logit))];
        var estimates = new double[Draws];
        for (uint step = 0; step < Draws; step++)
        {
            Assert.True(_sample.Draw(_batch, Biases(biased), 5, step));
            for (int i = 0; i < _sample.Pieces.Length; i++)
            {
                estimates[step] += powers[_sample.Pieces[i]] * Math.Exp(_sample.Offsets[i]);
            }
        }

        double mean = estimates.Average();
        double error = Math.Sqrt(estimates.Sum(value => (value - mean) * (value - mean)) / Draws / Draws);
        Assert.InRange(Math.Abs(mean - powers.Sum()), 0, 4 * error);
        Assert.True(error < 0.02 * powers.Sum(), $"{error} of {powers.Sum()} could not show a fault.");
    }

    [Theory]
    [MemberData(nameof(WithoutAndWithBiases))]
    public void Every_piece_stands_for_as_many_as_it_is_seldom_drawn(bool biased)
    {
        var counts = new int[Vocabulary];
        var chances = new double[Vocabulary];
        for (uint step = 0; step < Draws; step++)
        {
            Assert.True(_sample.Draw(_batch, Biases(biased), 5, step));
            for (int i = 0; i < _sample.Pieces.Length; i++)
            {
                counts[_sample.Pieces[i]]++;
                chances[_sample.Pieces[i]] = Math.Exp(-_sample.Offsets[i]);
            }
        }

        double[] wanted = Wanted(Biases(biased));
        Assert.Equal(_batchPieces.Length + Sampled, wanted.Sum(), 1e-9);
        for (int piece = 0; piece < Vocabulary; piece++)
        {
            double mean = Draws * chances[piece], margin = 4.5 * Math.Sqrt(mean * (1 - chances[piece]));
            Assert.InRange(counts[piece], mean - margin - 1e-3, mean + margin + 1e-3);

            // Less where two cells may draw the same one.
            Assert.InRange(chances[piece], wanted[piece] * (1 - (wanted[piece] / 4)) - 1e-6, wanted[piece] + 1e-6);
        }
    }

    [Fact]
    public void What_is_far_more_frequent_than_the_rest_is_always_there()
    {
        float[] biases = new float[Vocabulary];
        (biases[20], biases[50]) = (20, 30);
        for (uint step = 0; step < 50; step++)
        {
            Assert.True(_sample.Draw(_batch, biases, 5, step));
            float[] offsets = _sample.Offsets.ToArray();
            Assert.Equal(0, offsets[_sample.Pieces.IndexOf(20)]);
            Assert.Equal(0, offsets[_sample.Pieces.IndexOf(50)]);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void BiasesOfAModelThatDivergedEndInTheWholeVocabulary(float bias)
    {
        float[] biases = new float[Vocabulary];
        biases[20] = bias;

        Assert.False(_sample.Draw(_batch, biases, 5, 1));
        Assert.True(_sample.Draw(_batch, Biases(true), 5, 1));
    }

    [Theory]
    [InlineData(30, 8, true)]
    [InlineData(30, 9, false)]
    [InlineData(13, 1, false)]
    [InlineData(12, 1, false)]
    [InlineData(60, 0, false)]
    public void More_than_half_of_the_vocabulary_is_all_of_it(int vocabulary, int sampled, bool samples)
    {
        SampledVocabulary sample = Of(vocabulary, sampled);

        Assert.Equal(samples, sample.Draw(_batch, [], 5, 1));
        Assert.Equal(SampledVocabulary.MostPieces(vocabulary, 8, 3, sampled), sample.Capacity);
        Assert.InRange(sample.Capacity, 0, vocabulary / 2);
        Assert.Equal(sampled == 0, sample.Capacity == 0);
    }

    private static SampledVocabulary Of(int vocabulary, int sampled) => new(vocabulary, 8, 3, sampled);

    private static float[] Biases(bool wanted) =>
        wanted ? [.. TinyModel.Random(Vocabulary, 9).Select(value => 6 * value)] : [];

    // In proportion to the root of e^bias, at most 1 and Sampled together, but for what the batch holds.
    private static double[] Wanted(float[] biases)
    {
        double[] shares =
        [
            .. Enumerable.Range(0, Vocabulary).Select(piece => _batchPieces.Contains(piece) ? double.PositiveInfinity
                : biases.Length == 0 ? 1
                : Math.Sqrt(Math.Exp(biases[piece]))),
        ];
        double low = 0, high = 1e9;
        for (int halving = 0; halving < 200; halving++)
        {
            double middle = (low + high) / 2;
            double sum = shares.Sum(share => Math.Min(1, middle * share)) - _batchPieces.Length;
            (low, high) = sum < Sampled ? (middle, high) : (low, middle);
        }

        return [.. shares.Select(share => Math.Min(1, high * share))];
    }
}
