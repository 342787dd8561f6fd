using Cloze.Measurement;
using Xunit;

namespace Cloze.Tests.Measurement;

public class MachineDescriptionTests
{
    [Fact]
    public void ThisMachineIsDescribed()
    {
        var machine = MachineDescription.Current();
        Assert.Equal(Environment.ProcessorCount, machine.Cores);
        Assert.NotEmpty(machine.Processor);
        Assert.StartsWith(".NET", machine.Runtime);
        Assert.True(machine.MemoryBytes > 0);
    }

    [Theory]
    [InlineData("processor\t: 0\nmodel name\t: Some CPU @ 3: x\nmodel name\t: other\n", "Some CPU @ 3: x")]
    [InlineData("processor\t: 0\nCPU architecture: 8\n", "unknown processor")]
    public void TheProcessorsNameIsFound(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "cpuinfo");
        File.WriteAllText(file, content);
        Assert.Equal(expected, MachineDescription.FindProcessor(file, "not this"));
    }

    [Fact]
    public void WithoutTheFileTheEnvironmentNamesIt()
    {
        Assert.Equal("Intel64 Family 6", MachineDescription.FindProcessor("no-such-file", "Intel64 Family 6"));
        Assert.Equal("unknown processor", MachineDescription.FindProcessor("no-such-file", null));
    }
}
