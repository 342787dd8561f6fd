namespace Cloze.Measurement;

/// <summary>Every operation on chosen shapes, odd ones among them, and on drawn ones.</summary>
internal static class OperationChecks
{
    private const int Draws = 6;

    private static readonly (int Tokens, int Inputs, int Outputs)[] s_products =
        [(1, 8, 8), (33, 64, 48), (128, 128, 512), (257, 256, 768), (100, 72, 40)];

    private static readonly (int Rows, int Columns)[] s_norms =
        [(1, 8), (17, 64), (33, 100), (130, 128), (70, 256), (65, 512), (50, 768), (9, 1024), (5, 2056)];

    private static readonly (int[] Lengths, int Heads, int Size)[] s_attention =
    [
        ([1, 2, 3, 15, 16, 17, 31, 32, 33], 2, 32),
        ([63, 64, 65, 127, 128, 129, 1], 3, 64),
        ([5, 70, 200], 4, 64),
        ([300, 7], 2, 32),
        ([600, 257, 1], 2, 64),
        ([11, 90], 2, 16),
        ([40, 3], 2, 80),
    ];

    private static readonly (int Rows, int Hidden, int Vocabulary)[] s_losses =
        [(7, 64, 2), (33, 64, 100), (130, 128, 1000), (65, 128, 8192), (40, 96, 3001)];

    /// <summary>The comparisons of a part.</summary>
    /// <param name="list">Collects them.</param>
    /// <param name="part">The part; those that are no operations have none.</param>
    /// <param name="quick">Whether no shapes are drawn beside the chosen ones.</param>
    public static IEnumerable<Action> Of(CheckList list, SelfTestPart part, bool quick) =>
        Chosen(list, part).Concat(quick ? [] : Enumerable.Range(0, Draws).Select(_ => Drawn(list, part)));

    private static IEnumerable<Action> Chosen(CheckList list, SelfTestPart part) => part switch
    {
        SelfTestPart.Norm => s_norms.Select(s => (Action)(() => NormChecks.Run(list, s.Rows, s.Columns))),
        SelfTestPart.Linear => s_products.SelectMany(s => new Action[]
        {
            () => LinearChecks.Run(list, s.Tokens, s.Inputs, s.Outputs),
            () => GatedChecks.Run(list, s.Tokens, s.Inputs, s.Outputs),
        }),
        SelfTestPart.Attention => s_attention.SelectMany(s => new Action[]
        {
            () => AttentionChecks.Run(list, s.Lengths, s.Heads, s.Size),
            () => AttentionChecks.RunPatterns(list, s.Lengths, s.Heads, s.Size),
        }).Concat(AttentionCandidates.Checks(list)),
        SelfTestPart.Rows =>
        [
            () => RowChecks.Run(list, 1, 8, 3),
            () => RowChecks.Run(list, 700, 128, 300),
            () => RowChecks.Run(list, 2000, 256, 50),
            () => RowChecks.Run(list, 90, 100, 40),
        ],
        SelfTestPart.Loss => s_losses.Select(
            s => (Action)(() => LossChecks.Run(list, s.Rows, s.Hidden, s.Vocabulary))),
        SelfTestPart.Optimizer =>
            [() => OptimizerChecks.Run(list, 1000), () => OptimizerChecks.Run(list, 1_000_003)],
        _ => [],
    };

    private static Action Drawn(CheckList list, SelfTestPart part)
    {
        int rows = 1 + Draw(list, 400), hidden = 8 * (1 + Draw(list, 64)), outputs = 8 * (1 + Draw(list, 100));
        int words = 10 + Draw(list, 5000);
        return part switch
        {
            SelfTestPart.Norm => () => NormChecks.Run(list, rows, hidden),
            SelfTestPart.Linear => () => LinearChecks.Run(list, rows, hidden, outputs),
            SelfTestPart.Attention => () => AttentionChecks.Run(list, Lengths(list), 2, Draw(list, 2) == 0 ? 32 : 64),
            SelfTestPart.Rows => () => RowChecks.Run(list, rows, hidden, 1 + (words / 10)),
            SelfTestPart.Loss => () => LossChecks.Run(list, rows, hidden, words),
            _ => () => OptimizerChecks.Run(list, words),
        };
    }

    private static int[] Lengths(CheckList list) =>
        [.. Enumerable.Range(0, 1 + Draw(list, 8)).Select(_ => 1 + Draw(list, 260))];

    private static int Draw(CheckList list, int limit) => list.Stage.Random.NextInteger(limit);
}
