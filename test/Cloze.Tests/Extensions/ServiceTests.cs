using Cloze.Extensions;
using Cloze.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Cloze.Tests.Extensions;

/// <summary>Models as services of an application: loaded once, found in every shape, gone with the container.</summary>
public class ServiceTests(ExtensionModel folders) : IClassFixture<ExtensionModel>
{
    [Fact]
    public async Task OneModelHasManyShapes()
    {
        using ServiceProvider provider = Provider(services => services.AddCloze(folders.Folder));
        var model = provider.GetRequiredService<MaskedLanguageModel>();
        Assert.Same(model, provider.GetRequiredService<MaskedLanguageModel>());
        Assert.Same(model.Tokenizer, provider.GetRequiredService<Cloze.Text.Tokenizer>());
        var generator = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        Assert.Same(generator, provider.GetRequiredService<IEmbeddingGenerator>());
        Assert.Same(model, generator.GetService<MaskedLanguageModel>());
        Assert.Equal("start", generator.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelId);
        Assert.Equal(
            model.Embed("the cat").Values.ToArray(), (await generator.GenerateVectorAsync("the cat")).ToArray());
        var tokenizer = provider.GetRequiredService<Microsoft.ML.Tokenizers.Tokenizer>();
        Assert.Equal(2, tokenizer.CountTokens("the cat"));
    }

    [Fact]
    public void SeveralModelsHaveKeys()
    {
        using ServiceProvider provider = Provider(services => services
            .AddCloze(folders.Folder)
            .AddKeyedCloze("second", folders.Folder)
            .AddKeyedCloze("encoder", options =>
            {
                options.Folder = folders.EncoderFolder;
                options.EncoderOnly = true;
                options.ModelId = "sentences";
            }));
        var first = provider.GetRequiredService<MaskedLanguageModel>();
        var second = provider.GetRequiredKeyedService<MaskedLanguageModel>("second");
        Assert.NotSame(first, second);
        var generator = provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("encoder");
        Assert.Same(
            provider.GetRequiredKeyedService<TextEncoder>("encoder"), generator.GetService<TextEncoder>());
        Assert.Same(generator, provider.GetRequiredKeyedService<IEmbeddingGenerator>("encoder"));
        Assert.Equal("sentences", generator.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelId);
        Assert.Null(provider.GetKeyedService<MaskedLanguageModel>("third"));
        Assert.NotNull(provider.GetRequiredKeyedService<Microsoft.ML.Tokenizers.Tokenizer>("second"));
    }

    [Fact]
    public void WhatAModelIsNotSaysHowItBecomesOne()
    {
        using ServiceProvider provider = Provider(services => services
            .AddCloze(folders.Folder)
            .AddKeyedCloze(
                "encoder", options => (options.Folder, options.EncoderOnly) = (folders.EncoderFolder, true)));
        var error = Assert.Throws<ClozeException>(() => provider.GetRequiredService<TextEncoder>());
        Assert.Equal("The model start is loaded with its head, expected an encoder alone.", error.Message);
        error = Assert.Throws<ClozeException>(() => provider.GetRequiredKeyedService<MaskedLanguageModel>("encoder"));
        Assert.Equal("The model encoder is loaded as an encoder alone, which cannot predict words.", error.Message);
        Assert.Equal("Set EncoderOnly to false, or ask for a TextEncoder.", error.Hint);
    }

    [Fact]
    public async Task TheContainerDisposesOfTheModel()
    {
        ServiceProvider provider = Provider(services => services.AddCloze(folders.Folder));
        var generator = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var model = generator.GetRequiredService<MaskedLanguageModel>();
        await provider.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => model.Fill("the [MASK]"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => generator.GenerateAsync(["the cat"]));
    }

    [Fact]
    public async Task ThreadsThatAskFirstGetOneModel()
    {
        var log = new LogRecords();
        using ServiceProvider provider = Provider(services => services.AddCloze(folders.Folder), log);
        MaskedLanguageModel[] models = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(provider.GetRequiredService<MaskedLanguageModel>)));
        Assert.Single(models.Distinct());
        Assert.Single(log.Lines, line => line.Contains("loaded from"));
    }

    [Fact]
    public async Task AHostLoadsTheModelWhenItStarts()
    {
        var log = new LogRecords();
        IHost host = Host(log, services => services.AddCloze(folders.Folder)
            .AddKeyedCloze("late", options => (options.Folder, options.LoadOnStart) = (folders.Folder, false)));
        await host.StartAsync();
        Assert.Single(log.Lines, line => line.StartsWith("Information Cloze Model start loaded from "));
        await host.StopAsync();
        host.Dispose();
        Assert.Contains("Information Cloze Model start disposed of", log.Lines);
    }

    [Fact]
    public async Task AHostDoesNotStartWithoutItsModel()
    {
        var log = new LogRecords();
        using IHost host = Host(log, services => services.AddCloze(Path.Combine(folders.Folder, "absent")));
        await Assert.ThrowsAsync<ClozeException>(() => host.StartAsync());
        Assert.Single(log.Lines, line => line.StartsWith("Error Cloze Model absent cannot be loaded: "));
    }

    [Fact]
    public void ALoadThatFailedIsTriedAgain()
    {
        using var place = new TemporaryFolder();
        using ServiceProvider provider = Provider(services => services.AddCloze(place.File("model")));
        Assert.Throws<ClozeException>(() => provider.GetRequiredService<MaskedLanguageModel>());
        Directory.CreateSymbolicLink(place.File("model"), folders.Folder);
        Assert.NotNull(provider.GetRequiredService<MaskedLanguageModel>());
    }

    [Fact]
    public async Task CallsAreLoggedWithoutAWordOfTheirTexts()
    {
        var log = new LogRecords();
        using ServiceProvider provider = Provider(services => services.AddCloze(folders.Folder), log);
        var generator = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        await generator.GenerateAsync(["the cat", string.Join(' ', Enumerable.Repeat("bird", 20))]);
        Assert.Single(log.Lines, line => line.StartsWith("Debug Cloze Model start embedded 2 texts of 20 tokens in "));
        Assert.Contains("Warning Cloze Model start cut 6 tokens off 1 texts too long for it", log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains("cat") || line.Contains("bird"));
    }

    [Fact]
    public void AddingAModelTwiceGivesOneWithTheLaterOptions()
    {
        using ServiceProvider provider = Provider(services => services
            .AddCloze("absent").AddCloze(options => options.Folder = folders.Folder));
        Assert.Single(provider.GetServices<MaskedLanguageModel>());
        Assert.Single(provider.GetServices<IHostedService>().OfType<ModelStart>());
    }

    private static ServiceProvider Provider(Action<IServiceCollection> add, LogRecords? log = null)
    {
        var services = new ServiceCollection();
        if (log is not null) services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        add(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static IHost Host(LogRecords log, Action<IServiceCollection> add)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(log);
        add(builder.Services);
        return builder.Build();
    }
}
