using Cloze.Server.Answers;
using Cloze.Server.Describing;
using Cloze.Server.Hosting;
using Cloze.Server.Models;
using Cloze.Server.Routes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cloze.Server;

/// <summary>Serves models over HTTP: the routes of <c>docs/serving.md</c> and a page for people.</summary>
public static class ClozeServer
{
    /// <summary>Loads the models and makes the server ready to start; disposing of it frees the models.</summary>
    /// <param name="options">What is served, where, and within which limits.</param>
    /// <exception cref="ClozeException">A folder cannot be loaded, or an option makes no sense.</exception>
    /// <exception cref="ArgumentNullException">No options are given.</exception>
    public static WebApplication Build(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ServerOptionsRules.Check(options);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls([.. options.Urls])
            .ConfigureKestrel(kestrel => Limit(kestrel, options));
        if (options.Log is not null) builder.Logging.AddProvider(new LineLog(options.Log));
        AddServices(builder.Services, options);
        WebApplication app = builder.Build();
        if (options.LogRequests != RequestLog.None) app.UseMiddleware<RequestLines>();
        app.UseMiddleware<Problems>();
        if (options.ApiKey is not null) app.UseMiddleware<KeyCheck>();
        app.Use(Document.KeepInsideAsync);
        MapRoutes(app, options);
        return app;
    }

    private static void AddServices(IServiceCollection services, ServerOptions options)
    {
        ModelCatalog models = ModelCatalog.Load(options);
        services.AddRoutingCore();
        services.AddSingleton(options);
        services.AddSingleton(_ => models);
        services.AddSingleton<ServerMeter>();
        services.AddSingleton<RouteTools>();
        services.AddHostedService<ModelWatch>();
        services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        Document.Add(services, options.ApiKey is not null);
        ServerMeter.Add(services);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
    }

    private static void Limit(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }

    private static void MapRoutes(WebApplication app, ServerOptions options)
    {
        FillMaskRoute.Map(app);
        ScoreRoute.Map(app);
        EmbeddingsRoute.Map(app);
        EmbedRoute.Map(app);
        TokenizeRoute.Map(app);
        ExplainRoute.Map(app);
        ModelsRoute.Map(app);
        RunsRoute.Map(app);
        HealthRoute.Map(app);
        ServerMeter.Map(app);
        Document.Map(app);
        PageRoute.Map(app, options);
    }
}
