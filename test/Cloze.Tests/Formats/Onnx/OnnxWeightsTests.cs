using Cloze.Formats;
using Cloze.Fuzz;
using Cloze.Onnx;
using Cloze.Onnx.Messages;
using Cloze.Tests.Onnx;
using Google.Protobuf;
using Xunit;
using DataType = Cloze.Onnx.Messages.TensorProto.Types.DataType;

namespace Cloze.Tests.Formats;

/// <summary>Weights out of graphs: those that Cloze exports, and those in the forms of other exporters.</summary>
public sealed class OnnxWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(OnnxPrecision.Float32, int.MaxValue, 0)]
    [InlineData(OnnxPrecision.Float32, 1, 0)]
    [InlineData(OnnxPrecision.Float16, int.MaxValue, 5e-4)]
    [InlineData(OnnxPrecision.Int8, int.MaxValue, 0.56 / 64)]
    public void WhatIsExportedComesBack(OnnxPrecision precision, long largest, double tolerance)
    {
        OnnxModelFolder.Write(_folder.Path);
        OnnxExportReport report = OnnxExport.Write(
            _folder.Path, new OnnxExportOptions { Precision = precision, LargestFile = largest });
        using var graph = OnnxWeights.Open(report.Path);
        using var file = SafetensorsFile.Open(_folder.File("model.safetensors"));
        Assert.Equal(
            file.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal),
            graph.Weights.Keys.Order(StringComparer.Ordinal));
        Every.Item(file.Tensors, tensor =>
        {
            OnnxWeight weight = graph.Weights[tensor.Name];
            Assert.Equal(tensor.Shape, weight.Shape);
            float[] expected = new float[tensor.ElementCount], actual = new float[tensor.ElementCount];
            file.ReadSingles(tensor, expected);
            graph.Read(weight, 0, actual);
            Every.Item(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        });
    }

    [Theory]
    [InlineData("/dense/MatMul")]
    [InlineData("")]
    [InlineData("MatMul_7")]
    public void ANumberedMatrixIsNamedByItsNodeOrItsBias(string node)
    {
        using OnnxWeights weights = Open(OnnxSample.Numbered(node));
        Assert.Equal(["dense.bias", "dense.weight"], weights.Weights.Keys.Order());
        OnnxWeight weight = weights.Weights["dense.weight"];
        Assert.True(weight.IsTransposed);
        Assert.Equal([3, 2], weight.Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], Read(weights, "dense.weight"));
    }

    [Fact]
    public void BytesBecomeFloatsByTheScaleAndZeroOfTheirRow()
    {
        using OnnxWeights weights = Open(OnnxSample.Quantized());
        Assert.Equal([0.5f, -0.5f, 1, -3, 6, -6], Read(weights, "dense.weight"));
    }

    [Theory]
    [InlineData("MatMul", 0, true)]
    [InlineData("Gemm", 0, true)]
    [InlineData("Gemm", 1, false)]
    public void ANamedMatrixIsTurnedAsItsProductSays(string operation, long transB, bool isTransposed)
    {
        NodeProto node = OnnxSample.Node("n", operation, ["x", "dense.weight"], "y");
        node.Attribute.Add(NodeAttribute.Of("transB", transB));
        using OnnxWeights weights = Open(OnnxSample.Model([node], OnnxSample.Floats("dense.weight", [1, 2], 1, 2)));
        Assert.Equal(isTransposed, weights.Weights["dense.weight"].IsTransposed);
    }

    [Fact]
    public void AMatrixThatNothingNamesIsRefused()
    {
        ModelProto model = OnnxSample.Model(
            [OnnxSample.Node("", "MatMul", ["x", "onnx::MatMul_7"], "y")],
            OnnxSample.Floats("onnx::MatMul_7", [1, 2], 1, 2));
        AssertRefused(model, "nothing tells which weight the constant onnx::MatMul_7 [1, 2] is.");
    }

    [Fact]
    public void AFusedGraphIsRefused() => AssertRefused(
        OnnxSample.Model([OnnxSample.Node("Attention_0", "Attention", ["x", "w"], "y")]),
        "the node \"Attention_0\" is of the kind Attention, which holds several weights in one.");

    [Fact]
    public void BytesWithoutScalesAreRefused() => AssertRefused(
        OnnxSample.Model([], OnnxSample.Raw("a.weight_quantized", DataType.Int8, [2], 1, 2)),
        "the constant a.weight_quantized [2] is in bytes without fitting scales.");

    [Fact]
    public void TwoConstantsOfOneNameAreRefused()
    {
        ModelProto model = OnnxSample.Numbered("/dense/MatMul");
        model.Graph.Initializer.Add(OnnxSample.Floats("dense.weight", [1], 1));
        AssertRefused(model, "the constants onnx::MatMul_7 and dense.weight both are dense.weight.");
    }

    private OnnxWeights Open(ModelProto model) =>
        OnnxWeights.Open(_folder.Write("model.onnx", model.ToByteArray()));

    private void AssertRefused(ModelProto model, string finding)
    {
        ClozeException error = Assert.Throws<ClozeException>(() => Open(model));
        Assert.Equal($"{_folder.File("model.onnx")}: {finding}", error.Message);
        Assert.StartsWith("Open the folder that the model was exported from", error.Hint);
    }

    private static float[] Read(OnnxWeights weights, string name)
    {
        OnnxWeight weight = weights.Weights[name];
        float[] values = new float[weight.Values.Count];
        weights.Read(weight, 0, values);
        return values;
    }
}
