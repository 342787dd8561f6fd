using Cloze.Compute;
using Cloze.Models;
using Cloze.Onnx;
using Cloze.Onnx.Messages;
using Xunit;

namespace Cloze.Tests.Onnx;

/// <summary>What the graph computes, node by node in double precision, beside what the engine does.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private static readonly int[] s_first = [2, 5, 6, 8, 3, 9], s_second = [2, 4, 11, 3];
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Activations => [.. Enum.GetNames<Activation>()];

    public static TheoryData<string> Families => [.. OnnxModelFolder.Families];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Activations))]
    public void TheGraphGivesTheLogitsOfTheModel(string activation)
    {
        Write(OnnxModelFolder.Config with { Activation = Enum.Parse<Activation>(activation) });
        AssertClose(Expected(), Actual(OnnxPrecision.Float32), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void EveryFamilyHasItsGraph(string family)
    {
        Write(OnnxModelFolder.OfFamily(family));
        AssertClose(Expected(), Actual(OnnxPrecision.Float32), 1e-5);
        bool hasTypes = OnnxModelFolder.OfFamily(family).TokenTypes > 1;
        Assert.Equal(hasTypes ? 3 : 2, Export(OnnxPrecision.Float32).Inputs.Count);
    }

    [Fact]
    public void ADecoderOfItsOwnIsUsed()
    {
        Write(OnnxModelFolder.Config with { TieDecoder = false });
        AssertClose(Expected(), Actual(OnnxPrecision.Float32), 1e-5);
    }

    [Fact]
    public void ADecoderWithoutABiasHasNone()
    {
        EncoderConfig config = OnnxModelFolder.OfFamily("modernbert");
        Write(config with { PreNorm = config.PreNorm! with { HasDecoderBias = false } });
        AssertClose(Expected(), Actual(OnnxPrecision.Float32), 1e-5);
        AssertClose(Expected(), Actual(OnnxPrecision.Int8), 0.5);
    }

    [Fact]
    public void HalvesAreCloseAndBytesAreNear()
    {
        Write(OnnxModelFolder.Config);
        AssertClose(Expected(), Actual(OnnxPrecision.Float16), 2e-2);
        AssertClose(Expected(), Actual(OnnxPrecision.Int8), 0.5);
        Assert.True(Largest(Expected(), Actual(OnnxPrecision.Int8)) > 1e-4, "the graph of bytes is that of floats");
    }

    [Fact]
    public void PaddingChangesNothing()
    {
        Write(OnnxModelFolder.Config);
        var graph = new GraphRun(Export(OnnxPrecision.Float32).Path);
        NumberArray alone = Run(graph, s_second.Length, s_second);
        NumberArray padded = Run(graph, s_first.Length, s_second);
        Assert.Equal(alone.Values, padded.Values[..alone.Values.Length], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void InputsAndOutputAreNamedAsHuggingFaceNamesThem()
    {
        Write(OnnxModelFolder.Config);
        OnnxExportReport report = Export(OnnxPrecision.Float32);
        ModelProto model = new GraphRun(report.Path).Model;
        Assert.Equal(["input_ids", "attention_mask", "token_type_ids"], report.Inputs);
        Assert.Equal(report.Inputs, model.Graph.Input.Select(input => input.Name));
        Assert.Equal("logits", Assert.Single(model.Graph.Output).Name);
        string[] axes = [.. model.Graph.Input[0].Type.TensorType.Shape.Dim.Select(axis => axis.DimParam)];
        Assert.Equal(["batch_size", "sequence_length"], axes);
        Assert.Equal((8, OnnxExport.Opset), (model.IrVersion, Assert.Single(model.OpsetImport).Version));
    }

    [Fact]
    public void ATiedDecoderStandsInTheFileOnce()
    {
        Write(OnnxModelFolder.Config);
        string[] matrices = [.. new GraphRun(Export(OnnxPrecision.Float32).Path).Model.Graph.Initializer
            .Where(tensor => tensor.Dims is [14, 6]).Select(tensor => tensor.Name)];
        Assert.Equal(["bert.embeddings.word_embeddings.weight"], matrices);
    }

    [Fact]
    public void ALargeModelHasItsWeightsBesideIt()
    {
        Write(OnnxModelFolder.Config with { InnerSize = 100 });
        var options = new OnnxExportOptions { LargestFile = 20_000 };
        OnnxExportReport report = OnnxExport.Write(_folder.Path, options);
        string data = report.Path + "_data";
        Assert.Equal([report.Path, data], report.Files);
        Assert.Equal(new FileInfo(report.Path).Length + new FileInfo(data).Length, report.Bytes);
        AssertClose(Expected(), Both(new GraphRun(report.Path)), 1e-5);
    }

    [Fact]
    public void AWeightBeyondTheRangeOfHalvesIsRefused()
    {
        Write(OnnxModelFolder.Config);
        using (var backend = new CpuBackend(threads: 1))
        {
            using var model = EncoderModel.Load(_folder.Path, backend, ModelOutputs.MaskedLanguageModel, out _);
            backend.Upload([70_000f], model["cls.predictions.bias"].Slice(3, 1, 1));
            model.Save(_folder.Path);
        }

        ClozeException error = Assert.Throws<ClozeException>(() => Export(OnnxPrecision.Float16));
        Assert.Equal(
            "The parameter cls.predictions.bias holds 70000, expected at most 65504 for float16.", error.Message);
        Assert.False(File.Exists(_folder.File("onnx/model_fp16.onnx")));
    }

    private void Write(EncoderConfig config) => OnnxModelFolder.Write(_folder.Path, config);

    private OnnxExportReport Export(OnnxPrecision precision) =>
        OnnxExport.Write(_folder.Path, new OnnxExportOptions { Precision = precision });

    private double[] Actual(OnnxPrecision precision) => Both(new GraphRun(Export(precision).Path));

    private static double[] Both(GraphRun graph)
    {
        NumberArray logits = Run(graph, s_first.Length, s_first, s_second);
        int size = logits.Shape[2];
        return logits.Values[..((s_first.Length + s_second.Length) * size)];
    }

    /// <summary>Texts filled up to a length with a word that is masked; the second half of each has type 1.</summary>
    private static NumberArray Run(GraphRun graph, int length, params int[][] texts)
    {
        int[] shape = [texts.Length, length];
        NumberArray Of(Func<int[], int, double> value) =>
            NumberArray.Make(shape, place => value(texts[place[0]], place[1]));
        return graph.Run(
            Of((text, i) => i < text.Length ? text[i] : 7),
            Of((text, i) => i < text.Length ? 1 : 0),
            Of((text, i) => i < text.Length ? Type(text, i) : 0));
    }

    private static int Type(int[] text, int index) => index >= text.Length / 2 ? 1 : 0;

    private double[] Expected()
    {
        using var backend = new CpuBackend(threads: 1);
        using var model = EncoderModel.Load(_folder.Path, backend, ModelOutputs.MaskedLanguageModel, out _);
        var batch = new TokenBatch(16, 2, 1);
        foreach (int[] text in (int[][])[s_first, s_second])
        {
            int types = Math.Max(model.Config.TokenTypes, 1);
            batch.Add(text, [.. text.Select((_, i) => Type(text, i) % types)], [], []);
        }

        using var inference = new EncoderInference(model, 16, 2);
        inference.Encode(batch);
        float[] logits = new float[batch.TokenCount * model.Config.VocabularySize];
        inference.Logits([.. Enumerable.Range(0, batch.TokenCount)], logits);
        return [.. logits.Select(value => (double)value)];
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance) =>
        Assert.InRange(Largest(expected, actual), 0, tolerance);

    private static double Largest(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
    }
}
