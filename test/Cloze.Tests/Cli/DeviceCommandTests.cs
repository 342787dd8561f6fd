using System.Text.Json;
using Cloze.Compute;
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

    [Fact]
    public async Task Without_a_device_training_says_what_is_missing()
    {
        if (CudaDevices.IsUsable(CudaDevices.Probe())) Assert.Skip("There is a device.");
        CliRun run = await CliRun.Of("selftest", "--device", "cuda");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error: No CUDA device can be used: ", run.Error);
        Assert.Contains("cloze devices lists what was looked for where", run.Error);
    }

    [Fact]
    public async Task An_unknown_device_is_wrong_usage()
    {
        CliRun run = await CliRun.Of("fill", "nowhere", "text", "--device", "tpu");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--device is \"tpu\", expected cpu, cuda or cuda:N.", run.Error);
    }
}
