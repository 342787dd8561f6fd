using Cloze.Cli.Hosting;

namespace Cloze.Fuzz;

/// <summary>The file of <c>--input</c>: plain lines or JSON lines.</summary>
internal sealed class InputLinesInput : FuzzFormat
{
    private static readonly byte[][] s_words =
        [.. Mix.TextWords, .. Mix.Words("{\"text\":\"", "\",\"pair\":\"", "\"}\n", "\"pair\":null", "\\ud800")];

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Bytes("the [MASK] sees\na dog\n\n\r\n"),
        Bytes("{\"text\":\"the cat\",\"pair\":\"a dog\"}\n\n{\"text\":\"\"}\n"),
        Bytes("{not json}\n{\"text\":\"a\"}"),
    ];

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw)
    {
        int line = input.AsSpan().IndexOf((byte)'\n');
        bool json = draw.OneIn(2) && line > 0;
        byte[]? changed = json ? JsonMutator.TryMutate(input[..line], draw) : null;
        return changed is null ? ByteMutator.Mutate(input, other, s_words, draw) : [.. changed, .. input[line..]];
    }

    public override string Run(byte[] input)
    {
        var context = new CliContext(TextReader.Null, TextWriter.Null, TextWriter.Null);
        int lines = 0, pairs = 0;
        foreach (BatchItem item in BatchInput.Read(Write("lines.txt", input), context))
        {
            Require(!item.Text.Contains('\n', StringComparison.Ordinal) || input.Contains((byte)'\\'), "a line is one");
            lines++;
            if (item.Pair is not null) pairs++;
        }

        return $"{Roughly(lines)} lines, {Roughly(pairs)} pairs";
    }
}
