using System.IO.Compression;
using Cloze.Data;

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
        Bytes("{not json}\n{\"text\":\"a\",\"id\":1}"),
        [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("the cat\na dog\n")],
        Packed("the cat\na dog\n"),
    ];

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw)
    {
        int line = input.AsSpan().IndexOf((byte)'\n');
        bool json = draw.OneIn(2) && line > 0;
        byte[]? changed = json ? JsonMutator.TryMutate(input[..line], draw) : null;
        return changed is null ? ByteMutator.Mutate(input, other, s_words, draw) : [.. changed, .. input[line..]];
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Bytes(text));
        return packed.ToArray();
    }

    public override string Run(byte[] input)
    {
        using var file = TextInput.Open(Write("lines.txt", input));
        int lines = 0, pairs = 0;
        foreach (TextRecord line in file.Read())
        {
            Require(!line.Text.Contains('\n', StringComparison.Ordinal) || input.Contains((byte)'\\'), "a line is one");
            Require(line.Refusal is null || line is { Text: "", Pair: null, Id: null }, "a refused line has no text");
            lines++;
            if (line.Pair is not null) pairs++;
        }

        return $"{Roughly(lines)} lines, {Roughly(pairs)} pairs";
    }
}
