using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Compares embeddings, gather and scatter.</summary>
internal static class RowChecks
{
    /// <summary>Of one shape.</summary>
    public static void Run(CheckList list, int tokens, int columns, int vocabulary)
    {
        string shape = $"{tokens} of {vocabulary} rows of {columns}";
        list.Check("embedding", shape, check => Embed(check, tokens, columns, vocabulary));
        list.Check("rows", shape, check => Move(check, tokens, columns, vocabulary));
        list.Check("combine", shape, check => Combine(check, tokens, columns));
    }

    private static int[] Draw(DualStage stage, int count, int limit)
    {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) values[i] = stage.Random.NextInteger(limit);
        return values;
    }

    // A third of the words is one word, as in texts.
    private static int[] Words(DualStage stage, int count, int limit)
    {
        int[] ids = Draw(stage, count, limit);
        for (int i = 0; i < count; i += 3) ids[i] = limit / 2;
        return ids;
    }

    private static void Embed(CheckList.Comparison check, int tokens, int columns, int vocabulary)
    {
        const int positions = 40;
        DualStage stage = check.Stage;
        int[] ids = Words(stage, tokens, vocabulary), types = Draw(stage, tokens, 2);
        int[] places = [.. Enumerable.Range(0, tokens).Select(i => i % positions)];
        DualTensor word = stage.Parameter(vocabulary, columns), position = stage.Parameter(positions, columns);
        DualTensor type = stage.Parameter(2, columns), output = stage.Output(tokens, columns);
        DualTensor gradient = stage.Activation(tokens, columns);
        check.Run((backend, of) => backend.Embed(
            new TokenRows(ids, places, types), new EmbeddingTables(of(word), of(position), of(type)), of(output)));
        check.Same("output", output);
        check.Run((backend, of) => backend.EmbedBackward(
            new TokenRows(ids, places, types), of(gradient), new EmbeddingTables(of(word), of(position), of(type))));
        check.Same("gradient of words", word, 0);
        check.Same("gradient of positions", position, 0);
        check.Same("gradient of types", type, 0);
    }

    private static void Move(CheckList.Comparison check, int tokens, int columns, int vocabulary)
    {
        DualStage stage = check.Stage;
        int[] drawn = Draw(stage, tokens, vocabulary), rising = [.. drawn.Distinct().Order()];
        DualTensor source = stage.Activation(vocabulary, columns), rows = stage.Output(tokens, columns);
        check.Run((backend, of) => backend.GatherRows(of(source), drawn, of(rows)));
        check.Same("gathered", rows);
        check.Run((backend, of) => backend.ScatterAddRows(of(rows), drawn, of(source)));
        check.Same("scattered, some twice", source, 3);
        DualTensor some = stage.Activation(rising.Length, columns);
        check.Run((backend, of) => backend.ScatterAddRows(of(some), rising, of(source)));
        check.Same("scattered", source, 3);
    }

    private static void Combine(CheckList.Comparison check, int tokens, int columns)
    {
        DualStage stage = check.Stage;
        DualTensor x = stage.Activation(tokens, columns), y = stage.Activation(tokens, columns);
        DualTensor sum = stage.Output(tokens, columns);
        check.Run((backend, of) => backend.Combine(1, of(x), 0.5f, of(y), of(sum)));
        check.Same("sum", sum);
        check.Run((backend, of) => backend.Combine(-1, of(x), 1, of(y), of(x)));
        check.Same("in place", x);
    }
}
