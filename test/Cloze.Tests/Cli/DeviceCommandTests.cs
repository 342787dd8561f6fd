using System.Text.Json;
using Cloze.Compute;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary><c>cloze devices</c> and <c>cloze selftest</c>, with or without a device.</summary>
public class DeviceCommandTests
{
    [Fact]
    public async Task Devices_names_the_processor_and_what_was_looked_for()
    {
        CliRun run = await CliRun.Of("devices");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("cpu: CPU, ", run.Output);
        Assert.Contains("cuda: ", run.Output);
        Assert.Contains("driver", run.Output);
    }

    [Fact]
    public async Task Devices_gives_each_look_as_json()
    {
        CliRun run = await CliRun.Of("devices", "--json");
        using JsonDocument json = JsonDocument.Parse(run.Output);
        bool isUsable = json.RootElement.GetProperty("cuda").GetBoolean();
        Assert.Equal(CudaDevices.IsUsable(CudaDevices.Probe()), isUsable);
        JsonElement first = json.RootElement.GetProperty("probes")[0];
        Assert.Equal("driver", first.GetProperty("what").GetString());
        Assert.NotEmpty(first.GetProperty("reason").GetString()!);
    }

    [Fact]
    public async Task The_processor_agrees_with_itself()
    {
        CliRun run = await CliRun.Of("selftest", "--device", "cpu", "--only", "optimizer", "--quick", "--threads", "1");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("28 of 28 comparisons agree.", run.Output);
        Assert.Contains("Comparing optimizer on CPU", run.Error);
    }

    [Fact]
    public async Task A_self_test_as_json_has_every_comparison()
    {
        CliRun run = await CliRun.Of(
            "selftest", "--device", "cpu", "--only", "rows", "--quick", "--threads", "1", "--json");
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.True(json.RootElement.GetProperty("is_right").GetBoolean());
        JsonElement check = json.RootElement.GetProperty("checks")[0];
        Assert.Equal("embedding: output", check.GetProperty("operation").GetString());
        Assert.Equal(0, check.GetProperty("error").GetDouble());
    }

    [Theory]
    [InlineData("selftest")]
    [InlineData("fill MODEL TEXT")]
    [InlineData("score MODEL TEXT")]
    [InlineData("embed MODEL TEXT")]
    [InlineData("explain MODEL TEXT --precision float32")]
    [InlineData("eval MODEL --data DATA")]
    [InlineData("serve MODEL --urls http://127.0.0.1:0")]
    [InlineData("train --data DATA --from MODEL --freeze embeddings --steps 1 --out OUT")]
    public async Task Without_a_device_a_verb_says_what_is_missing(string line)
    {
        if (CudaDevices.IsUsable(CudaDevices.Probe())) Assert.Skip("There is a device.");
        using var start = new TinyRun();
        CliRun run = await CliRun.Of([.. line.Split(' ').Select(word => Named(word, start)), "--device", "cuda"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("No CUDA device can be used: ", run.Error);
        Assert.Contains("cloze devices lists what was looked for where", run.Error);
        Assert.False(Directory.Exists(start.Output), "Nothing is written before the device is there.");
    }

    [Fact]
    public async Task An_unknown_device_is_wrong_usage()
    {
        CliRun run = await CliRun.Of("fill", "nowhere", "text", "--device", "tpu");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--device is \"tpu\", expected cpu, cuda or cuda:N.", run.Error);
    }

    private static string Named(string word, TinyRun start) => word switch
    {
        "MODEL" => start.Start,
        "DATA" => start.Corpus,
        "OUT" => start.Output,
        "TEXT" => "the cat sees a [MASK]",
        _ => word,
    };
}
