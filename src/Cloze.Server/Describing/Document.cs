using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Cloze.Server.Describing;

/// <summary>The OpenAPI document at <c>/openapi.json</c>, and a page to read it and to try the routes.</summary>
internal static class Document
{
    private const string Name = "v1";

    // The reference page has its script and style in itself, and its script evaluates nothing from elsewhere.
    private const string ReferencePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>What the document says beside the routes.</summary>
    public static void Add(IServiceCollection services, bool hasKey) => services.AddOpenApi(Name, document =>
    {
        document.AddSchemaTransformer(Schemas.MendAsync);
        document.AddDocumentTransformer((described, _, _) =>
        {
            described.Info.Title = "Cloze";
            described.Info.Description =
                "Masked language models: fill masks, score, embed, tokenize and explain texts.";
            if (hasKey) AskForKey(described);
            return Task.CompletedTask;
        });
    });

    /// <summary>The document and the page.</summary>
    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi.json").ExcludeFromDescription();
        app.MapScalarApiReference("/reference", page =>
        {
            page.WithTitle("Cloze").WithOpenApiRoutePattern("/openapi.json");
            page.DefaultFonts = false;
        }).ExcludeFromDescription();
    }

    /// <summary>Keeps the reference page from asking anything of another machine.</summary>
    public static Task KeepInsideAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/reference", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentSecurityPolicy = ReferencePolicy;
        }

        return next(http);
    }

    private static void AskForKey(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.AddComponent("key", new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" });
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] },
        ];
    }
}
