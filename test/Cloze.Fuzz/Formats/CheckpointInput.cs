using Cloze.Formats;

namespace Cloze.Fuzz;

/// <summary>
/// The index of a TensorFlow checkpoint: what it says of a tensor, or a block of its table, with the sums that belong
/// to it. Without sound sums nothing else would be read.
/// </summary>
internal sealed class CheckpointInput : FuzzFormat
{
    private const byte IsBlock = 1;

    private static readonly byte[][] s_words =
        [[0x08, 1], [0x12, 2], [0x18, 0], [0x20, 0], [0x28, 8], [0x35], [0x3A, 0]];

    private readonly byte[] _entry;

    public CheckpointInput()
    {
        _entry =
        [
            .. CheckpointText.Field(1, 1),
            .. CheckpointText.Message(2, CheckpointText.Message(2, CheckpointText.Field(1, 2))),
            .. CheckpointText.Field(4, 0), .. CheckpointText.Field(5, 8),
        ];
        byte[] block = CheckpointText.Block([("", CheckpointText.Field(1, 1)), ("aa", _entry), ("ab", _entry)]);
        Seeds = [[0, .. _entry], [IsBlock, .. block]];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) =>
        ByteMutator.Mutate(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        byte[] content = input.Length == 0 ? [] : input[1..];
        bool isBlock = input.Length > 0 && input[0] == IsBlock;
        var text = new CheckpointText();
        Write("bert_model.ckpt.index", isBlock ? text.Table(content) : text.AddRaw("a", content).Index());
        Write("bert_model.ckpt.data-00000-of-00001", new byte[64]);
        using TensorFolder weights = TensorFolder.Open(Folder);
        foreach (string name in weights.Names)
        {
            var (file, tensor) = weights.Get(name);
            Require(tensor.Offset + tensor.ByteLength <= 64, "a tensor lies beyond the file's end");
            if (tensor.Type.IsFloat()) file.ReadSingles(tensor, new float[tensor.ElementCount]);
        }

        return $"{Roughly(weights.Names.Count())} tensors";
    }
}
