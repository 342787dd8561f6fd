using System.Diagnostics.Metrics;
using Cloze.Inference;
using Cloze.Server.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Cloze.Server.Hosting;

/// <summary>What the server counts, beside what ASP.NET Core counts of requests and connections.</summary>
internal sealed class ServerMeter
{
    private const string Name = "Cloze.Server";
    private readonly Counter<long> _texts;

    /// <summary>Begins to count.</summary>
    public ServerMeter(IMeterFactory meters, ModelCatalog models)
    {
        Meter meter = meters.Create(Name);
        _texts = meter.CreateCounter<long>(
            "cloze.server.texts", "{text}", "Texts that were taken, by model and route.");
        meter.CreateObservableGauge(
            "cloze.server.texts.waiting", () => Waiting(models), "{text}", "Texts in the row of a model.");
    }

    /// <summary>Collects the figures, and those of ASP.NET Core.</summary>
    public static void Add(IServiceCollection services) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("cloze"))
        .WithMetrics(metrics => metrics
            .AddMeter(Name, InferenceTelemetry.Name, "System.Runtime")
            .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddPrometheusExporter());

    /// <summary>The figures at <c>/metrics</c>, in Prometheus's form.</summary>
    public static void Map(WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics");

    /// <summary>Counts texts that were taken.</summary>
    public void Count(string model, string route, int texts) =>
        _texts.Add(texts, new KeyValuePair<string, object?>("model", model), new("route", route));

    private static IEnumerable<Measurement<int>> Waiting(ModelCatalog models) => models.All.Select(model =>
        new Measurement<int>(model.Row.Texts, new KeyValuePair<string, object?>("model", model.Name)));
}
