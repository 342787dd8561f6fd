using Cloze.Formats;
using Cloze.Fuzz;
using Cloze.Inference;
using Cloze.Onnx;
using Cloze.Tests.Onnx;
using Google.Protobuf;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>Folders whose only weights are a graph's.</summary>
public sealed class OnnxFileTests : IDisposable
{
    private const string Text = "the [MASK] sees a tree";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(OnnxPrecision.Float32, int.MaxValue, 0)]
    [InlineData(OnnxPrecision.Float32, 1000, 0)]
    [InlineData(OnnxPrecision.Float16, int.MaxValue, 1e-3)]
    [InlineData(OnnxPrecision.Int8, int.MaxValue, 0.05)]
    public void AFolderWithAGraphAloneOpens(OnnxPrecision precision, long largest, double tolerance)
    {
        OnnxModelFolder.Write(_folder.Path);
        OnnxExport.Write(_folder.Path, new OnnxExportOptions { Precision = precision, LargestFile = largest });
        Dictionary<string, double> expected = Fill();
        File.Delete(_folder.File("model.safetensors"));
        Dictionary<string, double> actual = Fill();
        Every.Item(expected, pair => Assert.Equal(pair.Value, actual[pair.Key], tolerance));
    }

    [Fact]
    public void TheExactGraphComesFirst()
    {
        OnnxModelFolder.Write(_folder.Path);
        foreach (OnnxPrecision precision in new[] { OnnxPrecision.Int8, OnnxPrecision.Float16, OnnxPrecision.Float32 })
        {
            string path = OnnxExport.Write(_folder.Path, new OnnxExportOptions { Precision = precision }).Path;
            Assert.Equal(path, OnnxFile.FindIn(_folder.Path));
        }
    }

    [Fact]
    public void AMatrixThatIsTurnedRoundIsReadInStretches()
    {
        string path = _folder.Write("model.onnx", OnnxSample.Numbered("/dense/MatMul").ToByteArray());
        using var file = OnnxFile.Open(path);
        float[] values = new float[4];
        file.ReadSingles(file.Get("dense.weight"), 1, values);
        Assert.Equal([4, 2, 5, 3], values);
        file.ReadSingles(file.Get("dense.bias"), 1, values.AsSpan(0, 2));
        Assert.Equal([8, 9], values[..2]);
    }

    private Dictionary<string, double> Fill()
    {
        using var model = MaskedLanguageModel.Load(_folder.Path);
        Assert.Empty(model.Report.Missing);
        var options = new FillOptions { TopK = 14 };
        return model.Fill(Text, options).ToDictionary(word => word.Token, word => word.Probability);
    }
}
