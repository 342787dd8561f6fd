using Cloze.Formats;

namespace Cloze.Fuzz;

/// <summary>The index of weights in several files, of which two are there.</summary>
internal sealed class SafetensorsIndexInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "\"weight_map\"", "\"one.safetensors\"", "\"two.safetensors\"", "\"a\"", "\"b\"", "\"../one.safetensors\"",
        "\"sub/one.safetensors\"", "\"model.safetensors.index.json\"", "\".\"");

    public SafetensorsIndexInput()
    {
        const string entry = """:{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""";
        Write("one.safetensors", SafetensorsInput.File("{\"a\"" + entry, 4));
        Write("two.safetensors", SafetensorsInput.File("{\"b\"" + entry, 4));
    }

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Bytes("""{"metadata":{"total_size":8},"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}"""),
        Bytes("""{"weight_map":{"a":"one.safetensors"}}"""),
    ];

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) => Mix.Json(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        Write("model.safetensors.index.json", input);
        using var weights = TensorFolder.Open(Folder);
        string[] names = [.. weights.Names];
        foreach (string name in names)
        {
            (TensorFile file, TensorEntry tensor) = weights.Get(name);
            file.ReadSingles(tensor, new float[tensor.ElementCount]);
        }

        return string.Join(',', names);
    }
}
