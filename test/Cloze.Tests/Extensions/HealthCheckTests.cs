using Cloze.Inference;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Cloze.Tests.Extensions;

/// <summary>Health checks tell whether a model answers.</summary>
public class HealthCheckTests(ExtensionModel folders) : IClassFixture<ExtensionModel>
{
    [Fact]
    public async Task AModelThatAnswersIsHealthy()
    {
        using ServiceProvider provider = Provider(
            services => services.AddCloze(folders.Folder), health => health.AddCloze(tags: ["ready"]));
        HealthReport report = await Check(provider);
        Assert.Equal(HealthStatus.Healthy, report.Status);
        HealthReportEntry entry = report.Entries["cloze"];
        Assert.Equal("The model start answers.", entry.Description);
        Assert.Equal(["ready"], entry.Tags);
        Assert.Equal(("start", 8, 1), (entry.Data["model"], entry.Data["hidden_size"], entry.Data["layers"]));
    }

    [Fact]
    public async Task EveryKeyHasItsCheck()
    {
        using ServiceProvider provider = Provider(
            services => services.AddCloze(folders.Folder).AddKeyedCloze(
                "encoder", options => (options.Folder, options.EncoderOnly) = (folders.EncoderFolder, true)),
            health => health.AddCloze().AddCloze("encoder"));
        HealthReport report = await Check(provider);
        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(["cloze", "cloze:encoder"], report.Entries.Keys.Order());
    }

    [Fact]
    public async Task AModelThatIsNotThereIsWhatTheCheckSays()
    {
        using ServiceProvider provider = Provider(
            services => services.AddCloze(Path.Combine(folders.Folder, "absent")),
            health => health.AddCloze(failureStatus: HealthStatus.Degraded));
        HealthReportEntry entry = (await Check(provider)).Entries["cloze"];
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.StartsWith("The model absent does not answer: ", entry.Description);
        Assert.IsType<ClozeException>(entry.Exception);
    }

    [Fact]
    public async Task AModelThatWasDisposedOfIsUnhealthy()
    {
        using ServiceProvider provider = Provider(
            services => services.AddCloze(folders.Folder), health => health.AddCloze());
        provider.GetRequiredService<MaskedLanguageModel>().Dispose();
        Assert.Equal(HealthStatus.Unhealthy, (await Check(provider)).Status);
    }

    [Fact]
    public async Task AKeyWithoutAModelSaysWhatToCall()
    {
        using ServiceProvider provider = Provider(
            services => services.AddCloze(folders.Folder), health => health.AddCloze("other"));
        var error = await Assert.ThrowsAsync<ClozeException>(() => Check(provider));
        Assert.Equal("No model is added to the services as \"other\".", error.Message);
    }

    [Fact]
    public async Task ACancelledCheckEnds()
    {
        using ServiceProvider provider = Provider(
            services => services.AddCloze(folders.Folder), health => health.AddCloze());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Check(provider, new CancellationToken(canceled: true)));
    }

    private static Task<HealthReport> Check(IServiceProvider provider, CancellationToken cancellation = default) =>
        provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(cancellation);

    private static ServiceProvider Provider(Action<IServiceCollection> add, Action<IHealthChecksBuilder> check)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        add(services);
        check(services.AddHealthChecks());
        return services.BuildServiceProvider();
    }
}
