using Cloze.Extensions;
using Cloze.Inference;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Cloze.Tests.Extensions;

/// <summary>Options from code and configuration, and what is said of wrong ones.</summary>
public class ClozeOptionsTests
{
    [Fact]
    public void EveryOptionIsReadFromConfiguration()
    {
        ClozeOptions options = Read(new()
        {
            ["Folder"] = "models/mini",
            ["Threads"] = "3",
            ["Device"] = "cuda:1",
            ["EncoderOnly"] = "true",
            ["LoadOnStart"] = "false",
            ["ModelId"] = "mini",
            ["Pooling"] = "Cls",
            ["Normalize"] = "false",
            ["Layer"] = "2",
        });
        Assert.Equal(
            ("models/mini", 3, "cuda:1", true, false, "mini", Pooling.Cls, false, 2),
            (options.Folder, options.Threads, options.Device, options.EncoderOnly, options.LoadOnStart, options.ModelId,
                options.Pooling, options.Normalize, options.Layer));
    }

    [Fact]
    public void TheFolderAloneIsEnough()
    {
        ClozeOptions options = Read(new() { ["Folder"] = "models/mini/" });
        Assert.Equal(
            ("models/mini/", 0, "cpu", false, true, null, Pooling.Mean, true, null),
            (options.Folder, options.Threads, options.Device, options.EncoderOnly, options.LoadOnStart, options.ModelId,
                options.Pooling, options.Normalize, options.Layer));
        Assert.Equal("mini", options.GetName());
        Assert.Equal(new EmbedOptions(), options.ToEmbedOptions());
    }

    [Theory]
    [InlineData(
        "Folder", "", "Cloze: Folder is empty, expected a model folder. Set it in code or in the configuration.")]
    [InlineData("Threads", "-1", "Cloze: Threads is -1, expected 0 (one a core) to 1024.")]
    [InlineData("Threads", "1025", "Cloze: Threads is 1025, expected 0 (one a core) to 1024.")]
    [InlineData("Device", "tpu", "Cloze: Device is \"tpu\", expected cpu, cuda or cuda:N.")]
    [InlineData("Layer", "-2", "Cloze: Layer is -2, expected 0 or more, or nothing for the last.")]
    [InlineData("Pooling", "7", "Cloze: Pooling is 7, expected Mean or Cls.")]
    [InlineData("ModelId", " ", "Cloze: ModelId is empty, expected a name, or nothing for the folder's.")]
    public void AWrongValueIsRefusedByName(string key, string value, string message)
    {
        var values = new Dictionary<string, string?> { ["Folder"] = "model", [key] = value };
        var error = Assert.Throws<OptionsValidationException>(() => Read(values));
        Assert.Equal(message, Assert.Single(error.Failures));
    }

    [Fact]
    public void AnUnknownKeyIsRefusedByName()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => Read(new() { ["Folder"] = "model", ["Treads"] = "2" }));
        Assert.Contains("'Treads'", error.Message);
    }

    [Fact]
    public void AKeyedModelsOptionsAreNamedInErrors()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddKeyedCloze("mini", options => options.Threads = -1).BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptionsMonitor<ClozeOptions>>().Get("mini"));
        Assert.Equal(2, error.Failures.Count());
        Every.Item(error.Failures, failure => Assert.StartsWith("Cloze's model \"mini\": ", failure));
    }

    [Fact]
    public void MissingArgumentsAreRefused()
    {
        var services = new ServiceCollection();
        Assert.Throws<ArgumentNullException>(() => services.AddCloze((string)null!));
        Assert.Throws<ArgumentNullException>(() => services.AddCloze((Action<ClozeOptions>)null!));
        Assert.Throws<ArgumentNullException>(() => services.AddCloze((IConfiguration)null!));
        Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddCloze("model"));
        Assert.Throws<ArgumentException>(() => services.AddKeyedCloze("", "model"));
        Assert.Throws<ArgumentNullException>(() => services.AddKeyedCloze(null!, "model"));
    }

    private static ClozeOptions Read(Dictionary<string, string?> values)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        using ServiceProvider provider = new ServiceCollection().AddCloze(configuration).BuildServiceProvider();
        return provider.GetRequiredService<IOptions<ClozeOptions>>().Value;
    }
}
