using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Kernels;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>Attention and the decoder's loss, which are made of several kernels, at every length.</summary>
[Trait("Slow", "Emulated")]
public class EveryLengthTests
{
    private const int Longest = 256;

    // Sequences of these many tokens stand side by side, the longest first.
    private const int Together = 4;

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void AttentionOverSequencesOfEveryLength(InstructionSet path)
    {
        for (int length = 1; length <= Longest; length += Together)
        {
            int[] starts = new int[Together + 1];
            for (int i = 0; i < Together; i++) starts[i + 1] = starts[i] + length + Together - 1 - i;
            Stage.AssertAgrees(path, 6e-6, stage => Attended(stage, starts, size: 3));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void AttentionWithHeadsOfEverySize(InstructionSet path)
    {
        for (int size = 1; size <= Longest; size++)
        {
            Stage.AssertAgrees(path, 6e-6, stage => Attended(stage, [0, 3, 5], size));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void LossOfEveryNumberOfRowsWordsAndColumns(InstructionSet path)
    {
        for (int length = 1; length <= Longest; length++)
        {
            Stage.AssertAgrees(path, 8e-6, stage => Predicted(stage, rows: length, hidden: 5, vocabulary: 7));
            Stage.AssertAgrees(path, 8e-6, stage => Predicted(stage, rows: 5, hidden: length, vocabulary: 7));
            Stage.AssertAgrees(path, 8e-6, stage => Predicted(stage, rows: 5, hidden: 7, vocabulary: length));
        }
    }

    private static void Attended(Stage stage, int[] starts, int size)
    {
        int tokens = starts[^1];
        Tensor input = stage.Normal(tokens, 3 * size), output = stage.Fresh(tokens, size);
        Tensor logSumExp = stage.Fresh(tokens, 1), outputGradient = stage.Normal(tokens, size);
        Tensor gradient = stage.Fresh(tokens, 3 * size);
        stage.Backend.Attention(input, starts, 1, Dropout.None, logSumExp, output);
        stage.Backend.AttentionBackward(
            input, starts, 1, Dropout.None, logSumExp, output, outputGradient, gradient);
        foreach (Tensor shown in new[] { output, logSumExp, gradient }) stage.Show(shown);
    }

    private static void Predicted(Stage stage, int rows, int hidden, int vocabulary)
    {
        Tensor input = stage.Normal(rows, hidden), decoder = stage.Normal(vocabulary, hidden, 1 / Math.Sqrt(hidden));
        Tensor bias = stage.Normal(1, vocabulary), inputGradient = stage.Fresh(rows, hidden);
        Tensor decoderGradient = stage.Normal(vocabulary, hidden), biasGradient = stage.Normal(1, vocabulary);
        float[] losses = new float[rows];
        stage.Backend.CrossEntropyWithGradient(
            input,
            decoder,
            bias,
            stage.Indices(rows, vocabulary),
            0.3f,
            losses,
            inputGradient,
            decoderGradient,
            biasGradient);
        stage.Show(losses);
        foreach (Tensor shown in new[] { inputGradient, decoderGradient, biasGradient }) stage.Show(shown);
    }
}
