using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>What stands in the output folder is replaced only where that was asked for.</summary>
public sealed class OutputFolderTests : IDisposable
{
    private readonly TinyRun _run = new();

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model.safetensors.index.json")]
    [InlineData("pytorch_model.bin")]
    public void Another_model_is_left_alone(string name)
    {
        Directory.CreateDirectory(_run.Output);
        string path = Path.Combine(_run.Output, name);
        File.WriteAllText(path, "precious");

        ClozeException error = Assert.Throws<ClozeException>(() => _run.Run(_run.Options(1)));

        Assert.Equal($"{_run.Output} holds another model ({name}).", error.Message);
        Assert.Equal("Give `force` to replace it, or another folder as `output`.", error.Hint);
        Assert.Equal([path], Directory.GetFileSystemEntries(_run.Output));
        Assert.Equal("precious", File.ReadAllText(path));
    }

    [Fact]
    public void Another_model_is_replaced_by_force()
    {
        Directory.CreateDirectory(_run.Output);
        string path = Path.Combine(_run.Output, "pytorch_model.bin");
        File.WriteAllText(path, "not precious");

        _run.Run(_run.Options(1) with { Force = true });

        Assert.False(File.Exists(path));
        Assert.NotEmpty(_run.Weights());
    }

    [Fact]
    public void A_run_is_left_alone()
    {
        _run.Run(_run.Options(1));
        float[] before = _run.Weights();

        ClozeException error = Assert.Throws<ClozeException>(() => _run.Run(_run.Options(2)));

        Assert.Equal($"{_run.Output} holds a training run.", error.Message);
        Assert.Equal(
            "Give `resume` to go on with it, `force` to replace it, or another folder as `output`.", error.Hint);
        Assert.Equal(before, _run.Weights());
    }

    [Fact]
    public void A_run_is_replaced_by_force()
    {
        _run.Run(_run.Options(1));

        TrainingResult result = _run.Run(_run.Options(2) with { Force = true });

        Assert.Equal(2, result.Position.Step);
    }

    [Fact]
    public void A_run_that_is_not_there_cannot_go_on()
    {
        ClozeException error = Assert.Throws<ClozeException>(
            () => _run.Run(new TrainingOptions { Output = _run.Output, Resume = true }));

        Assert.Equal(
            $"There is no run to resume in {_run.Output}: {Path.Combine("training", "state.json")} is missing.",
            error.Message);
        Assert.Equal("Start it without `resume`, or name the folder of the run as `output`.", error.Hint);
        Assert.False(Directory.Exists(_run.Output));
    }

    public void Dispose() => _run.Dispose();
}
