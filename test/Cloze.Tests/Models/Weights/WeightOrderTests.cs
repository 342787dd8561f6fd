using Cloze.Formats;
using Cloze.Models;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Models.Weights;

/// <summary>
/// Weights are read from the beginning of their file to its end, whatever the order of the parameters.
/// </summary>
public class WeightOrderTests
{
    [Fact]
    public void ParametersComeInTheOrderOfTheirBytes()
    {
        using var run = new TinyRun();
        var layout = new ParameterLayout(BertConfigFile.Load(run.Start), ModelOutputs.MaskedLanguageModel);
        var read = new List<string>();
        WeightLoader.Load(run.Start, layout, (parameter, first, _) =>
        {
            if (first == 0) read.Add(parameter.Name);
        });
        using var file = SafetensorsFile.Open(Path.Combine(run.Start, SafetensorsFolder.FileName));
        Assert.Equal(file.Tensors.OrderBy(tensor => tensor.Offset).Select(tensor => tensor.Name), read);
        Assert.NotEqual(layout.Parameters.Select(parameter => parameter.Name), read);
    }
}
