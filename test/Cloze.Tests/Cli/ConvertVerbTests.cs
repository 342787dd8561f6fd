using System.Text.Json;
using Cloze.Cli.Hosting;
using Cloze.Tests.Models;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class ConvertVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public ConvertVerbTests()
    {
        _model = _folder.File("model");
        using var backend = new ReferenceBackend();
        using var model = TinyModel.Create(backend, TinyModel.Config);
        model.Save(_model);
        _folder.Write("model/vocab.txt", "a\n");
    }

    private string Out => _folder.File("out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PeopleAreToldWhatWasWritten()
    {
        CliRun run = await CliRun.Of("convert", _model, "--out", Out, "--dtype", "float16", "--format", "pytorch");
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Contains(Path.Combine(Out, "pytorch_model.bin"), run.Output);
        Assert.Contains("46 tensors, ", run.Output);
        Assert.Contains(" values as float16, ", run.Output);
        Assert.Contains("Taken over: vocab.txt.", run.Output);
        Assert.True(File.Exists(Path.Combine(Out, "pytorch_model.bin")));
    }

    [Fact]
    public async Task JsonHasItsFigures()
    {
        CliRun run = await CliRun.Of("convert", _model, "--out", Out, "--json");
        JsonElement json = JsonElement.Parse(Assert.Single(run.Lines));
        Assert.Equal(46, json.GetProperty("tensors").GetInt32());
        Assert.Equal("float32", json.GetProperty("dtypes")[0].GetString());
        Assert.Equal(Path.Combine(Out, "model.safetensors"), json.GetProperty("file").GetString());
        Assert.Equal(new FileInfo(Path.Combine(Out, "model.safetensors")).Length, json.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task WhatAnOptimizerKeptIsCountedForPeopleAndNamedInJson()
    {
        string checkpoint = Directory.CreateDirectory(_folder.File("checkpoint")).FullName;
        using (var backend = new ReferenceBackend())
        using (var model = TinyModel.Create(backend, TinyModel.Config))
        {
            TensorFlowFolder.Write(checkpoint, model);
        }

        CliRun text = await CliRun.Of("convert", checkpoint, "--out", Out);
        string[] said = text.Output.ReplaceLineEndings(" ").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(
            "Left out, because nothing is computed with them: 4 tensors of the optimizer (…/LAMB, …/LAMB_1, …/adam_m, "
            + "…/adam_v), global_step.",
            string.Join(' ', said));
        CliRun json = await CliRun.Of("convert", checkpoint, "--out", _folder.File("again"), "--json");
        Assert.Equal(
            [
                "bert/embeddings/word_embeddings/adam_m", "bert/embeddings/word_embeddings/adam_v",
                "bert/pooler/dense/kernel/LAMB", "bert/pooler/dense/kernel/LAMB_1", "global_step",
            ],
            JsonElement.Parse(json.Output).GetProperty("left_out").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task ANameThatMovesTheCursorIsEscaped()
    {
        Directory.CreateDirectory(_folder.File("odd"));
        File.WriteAllText(_folder.File("odd/config.json"), "{}");
        _folder.WriteSafetensors(
            """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u001B[2J":{"dtype":"I8","shape":[1],"""
            + "\"data_offsets\":[4,5]}}",
            5,
            "odd/model.safetensors");
        CliRun run = await CliRun.Of("convert", _folder.File("odd"), "--out", Out);
        Assert.Contains("with them: \\u001B[2J.", run.Output);
    }

    [Fact]
    public async Task AFolderWithAModelIsLeftAlone()
    {
        CliRun run = await CliRun.Of("convert", _model, "--out", _model);
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("holds model.safetensors already, expected a folder without files of a model.", run.Error);
        Assert.Contains("Choose another folder.", run.Error);
    }

    [Theory]
    [InlineData("--dtype", "int8", "--dtype is \"int8\", expected one of: float32, float16, bfloat16.")]
    [InlineData("--format", "h5", "--format is \"h5\", expected one of: safetensors, pytorch.")]
    public async Task WrongUsageIsExitCodeTwo(string flag, string value, string message)
    {
        CliRun run = await CliRun.Of("convert", _model, "--out", Out, flag, value);
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public async Task WithoutAFolderToWriteNothingIsDone()
    {
        CliRun run = await CliRun.Of("convert", _model);
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Contains("--out", run.Error);
    }
}
