using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>Every text is embedded, and device code as clang sees it.</summary>
[Trait("Slow", "Emulated")]
public class KernelTextTests
{
    public static TheoryData<string, int> Texts
    {
        get
        {
            var texts = new TheoryData<string, int>();
            foreach (string file in KernelText.Files)
            {
                texts.Add(file, 0);
                texts.Add(file, 1);
            }

            return texts;
        }
    }

    [Fact]
    public void EveryEmbeddedTextIsListedOrAPartOfOthers()
    {
        const string prefix = "Cloze.Compute.Cuda.";
        IEnumerable<string> embedded = typeof(KernelText).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);
        Assert.Equal(
            embedded.Order(),
            KernelText.Files.Concat(KernelText.Files.SelectMany(KernelText.Parts)).Distinct().Order());
    }

    [Fact]
    public void AnUnknownTextIsRefusedByName() =>
        Assert.Contains("none.cu", Assert.Throws<ArgumentException>(() => KernelText.Of("none.cu")).Message);

    [Theory]
    [MemberData(nameof(Texts))]
    public void TheTextIsDeviceCode(string file, int bfloat16)
    {
        if (HostCompiler.DevicePath is not { } compiler)
        {
            Assert.Skip("no clang-16 on the path");
            return;
        }

        using var folder = new TemporaryFolder();
        string source = Path.Combine(folder.Path, "kernel.cu");
        File.WriteAllText(source, KernelText.Of(file));
        string errors = HostCompiler.Run(
            compiler, "-x", "cuda", "--cuda-device-only", "--cuda-gpu-arch=sm_80", "-Xclang", "-target-feature",
            "-Xclang", "+ptx78", "-nocudainc", "-nocudalib", "-std=c++17", "-O1", "-Wall", "-Wno-unused-function",
            "-Werror", $"-DELEMENT_BF16={bfloat16}", "-include", HostCompiler.Beside("device_words.h"), "-S", source,
            "-o", Path.Combine(folder.Path, "kernel.ptx"));
        Assert.True(errors.Length == 0, errors);
    }
}
