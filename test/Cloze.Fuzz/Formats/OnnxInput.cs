using Cloze.Formats;
using Cloze.Onnx;
using Google.Protobuf;

namespace Cloze.Fuzz;

/// <summary>A graph: opened, its weights named, and every one read.</summary>
internal sealed class OnnxInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "MatMul", "MatMulInteger", "Gemm", "Transpose", "transB", "Gather", "DequantizeLinear", "_quantized", "_scale",
        "_zero_point", ".bias", "location", "offset", "length", "model.onnx_data", "../x", "onnx::MatMul_7");

    private static readonly OnnxPrecision[] s_precisions = Enum.GetValues<OnnxPrecision>();

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. Exported(), .. Made(), []];

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) =>
        ByteMutator.Mutate(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        using var weights = OnnxWeights.Open(Write("model.onnx", input));
        foreach (OnnxWeight weight in weights.Weights.Values)
        {
            Require(weight.Values.Length <= input.Length, "a weight is larger than the file");
            long count = weight.Shape.Aggregate(1L, (product, dimension) => product * dimension);
            Require(count == weight.Values.Count, "a weight has other values than its shape says");
            weights.Read(weight, 0, new float[count]);
        }

        return $"{Roughly(weights.Weights.Count)} weights, "
            + $"{weights.Weights.Values.Count(weight => weight.IsTransposed)} turned, "
            + $"{weights.Weights.Values.Count(weight => weight.Scales is not null)} in bytes";
    }

    private static IEnumerable<byte[]> Made() =>
        from model in new[] { OnnxSample.Numbered("/dense/MatMul"), OnnxSample.Numbered(""), OnnxSample.Quantized() }
        select model.ToByteArray();

    // With the weights beside the graph the file holds their places.
    private static List<byte[]> Exported()
    {
        string folder = Directory.CreateTempSubdirectory("cloze-fuzz-onnx-").FullName;
        try
        {
            SeedModel.Write(folder);
            var seeds = new List<byte[]>();
            foreach (OnnxPrecision precision in s_precisions) Add(new OnnxExportOptions { Precision = precision });
            Add(new OnnxExportOptions { LargestFile = 1 });
            return seeds;

            void Add(OnnxExportOptions options) => seeds.Add(File.ReadAllBytes(OnnxExport.Write(folder, options).Path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
