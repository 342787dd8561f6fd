using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Kernels;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>The tied decoder's loss where its strips of words, blocks of rows and tiles begin and end.</summary>
public class CrossEntropyTests
{
    private static readonly int[] s_edges = [0, 11, 12, 95, 96, 191, 192];

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void EverySizeAgreesWithTheReference(InstructionSet path)
    {
        foreach (int rows in new[] { 1, 12, 13, 31, 33 })
        {
            foreach (int vocabulary in new[] { 1, 2, 95, 96, 97, 203 })
            {
                foreach (int hidden in new[] { 1, 17, 32, 100 })
                {
                    Stage.AssertAgrees(path, 4e-6, stage => Predicted(stage, rows, hidden, vocabulary));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void SeveralBlocksOfRowsAndLongSumsAgreeWithTheReference(InstructionSet path)
    {
        Assert.True(DecoderLoss.BlockRows(700, 101) < 700, "The rows are one block.");
        Stage.AssertAgrees(path, 8e-6, stage => Predicted(stage, 700, 20, 101));
        Stage.AssertAgrees(path, 8e-6, stage => Predicted(stage, 20, 600, 101));
        Stage.AssertAgrees(path, 8e-6, stage => Predicted(stage, 5, 8, 4003));
    }

    [Theory]
    [InlineData(0, 30522, 48)]
    [InlineData(1, 30522, 48)]
    [InlineData(307, 8192, 336)]
    [InlineData(614, 30522, 336)]
    [InlineData(614, 250002, 48)]
    [InlineData(700, 5, 240)]
    public void BlocksAreEqualSharesThatKeepTheLogitsSmall(int rows, int vocabulary, int expected) =>
        Assert.Equal(expected, DecoderLoss.BlockRows(rows, vocabulary));

    [Theory]
    [MemberData(nameof(Paths))]
    public void ARowAloneHasTheBitsOfTheRowInABatch(InstructionSet path)
    {
        const int rows = 29, hidden = 40, vocabulary = 301;
        using var backend = new CpuBackend(2, path);
        using var stage = new Stage(backend, 3);
        Tensor input = stage.Normal(rows, hidden), decoder = stage.Normal(vocabulary, hidden);
        Tensor bias = stage.Normal(1, vocabulary), gradient = stage.Fresh(rows, hidden);
        Tensor decoderGradient = stage.Fresh(vocabulary, hidden), biasGradient = stage.Fresh(1, vocabulary);
        int[] labels = stage.Indices(rows, vocabulary);
        float[] losses = new float[rows], alone = new float[1];
        backend.CrossEntropyWithGradient(
            input, decoder, bias, labels, 0.3f, losses, gradient, decoderGradient, biasGradient);
        float[] expected = new float[hidden], actual = new float[hidden];
        for (int row = 0; row < rows; row++)
        {
            Tensor gradientAlone = stage.Fresh(1, hidden);
            backend.CrossEntropyWithGradient(
                input.RowRange(row, 1),
                decoder,
                bias,
                labels.AsSpan(row, 1),
                0.3f,
                alone,
                gradientAlone,
                decoderGradient,
                biasGradient);
            Assert.Equal(losses[row], alone[0]);
            backend.Download(gradient.RowRange(row, 1), expected);
            backend.Download(gradientAlone, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void OfEqualLogitsTheLowerIdComesFirst(InstructionSet path)
    {
        using var backend = new CpuBackend(2, path);
        using var stage = new Stage(backend, 1);
        Tensor input = stage.Of(new float[s_edges.Length * 3], s_edges.Length, 3);
        Tensor decoder = stage.Normal(200, 3), bias = stage.Of(new float[200], 1, 200);
        int[] ranks = new int[s_edges.Length];
        backend.CrossEntropy(input, decoder, bias, s_edges, new float[s_edges.Length], ranks);
        Assert.Equal(s_edges, ranks);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void AWordWithoutAnyChanceHasNoShare(InstructionSet path)
    {
        using var backend = new CpuBackend(1, path);
        using var stage = new Stage(backend, 1);
        float[] biases = [.. Enumerable.Range(0, 300).Select(word => word < 200 ? float.NegativeInfinity : 0)];
        float[] losses = new float[1];
        Tensor input = stage.Of(new float[2], 1, 2), decoder = stage.Normal(300, 2);
        backend.CrossEntropy(input, decoder, stage.Of(biases, 1, 300), [250], losses, []);
        Assert.Equal(Math.Log(100), losses[0], 1e-5);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void ALogitThatIsNoNumberShowsInTheLoss(InstructionSet path)
    {
        using var backend = new CpuBackend(1, path);
        using var stage = new Stage(backend, 1);
        float[] biases = new float[300], losses = new float[1];
        biases[7] = float.NaN;
        Tensor input = stage.Normal(1, 2), decoder = stage.Normal(300, 2);
        backend.CrossEntropy(input, decoder, stage.Of(biases, 1, 300), [250], losses, []);
        Assert.Equal(float.NaN, losses[0]);
    }

    [Fact]
    public void ShapesThatDoNotFitAreErrors()
    {
        using var backend = new CpuBackend(1);
        using var stage = new Stage(backend, 1);
        Tensor input = stage.Normal(2, 3), decoder = stage.Normal(5, 3), bias = stage.Normal(1, 5);
        float[] losses = new float[2];
        Assert.Throws<ArgumentException>(() => backend.CrossEntropy(input, decoder, bias, [1], losses, []));
        Assert.Throws<ArgumentException>(() => backend.CrossEntropy(input, decoder, input, [1, 2], losses, []));
        Assert.Throws<ArgumentException>(
            () => backend.CrossEntropy(input, decoder, bias, [1, 2], new float[1], []));
        Assert.Throws<ArgumentException>(
            () => backend.CrossEntropy(input, decoder, bias, [1, 2], losses, new int[1]));
        Assert.Throws<ArgumentException>(() => backend.CrossEntropyWithGradient(
            input, decoder, bias, [1, 2], 1, losses, decoder, decoder, bias));
    }

    private static void Predicted(Stage stage, int rows, int hidden, int vocabulary)
    {
        Tensor input = stage.Normal(rows, hidden), decoder = stage.Normal(vocabulary, hidden, 1 / Math.Sqrt(hidden));
        Tensor bias = stage.Normal(1, vocabulary);
        int[] labels = stage.Indices(rows, vocabulary), ranks = new int[rows];
        for (int i = 0; i < Math.Min(rows, s_edges.Length); i++) labels[i] = Math.Min(s_edges[i], vocabulary - 1);
        float[] losses = new float[rows];
        stage.Backend.CrossEntropy(input, decoder, bias, labels, losses, ranks);
        stage.Show(losses);
        stage.Show([.. ranks.Select(rank => (float)rank)]);
        losses = new float[rows];
        Tensor inputGradient = stage.Fresh(rows, hidden);
        Tensor decoderGradient = stage.Normal(vocabulary, hidden), biasGradient = stage.Normal(1, vocabulary);
        stage.Backend.CrossEntropyWithGradient(
            input, decoder, bias, labels, 0.3f, losses, inputGradient, decoderGradient, biasGradient);
        stage.Show(losses);
        foreach (Tensor shown in new[] { inputGradient, decoderGradient, biasGradient }) stage.Show(shown);
    }
}
