using Cloze.Server.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Cloze.Server.Routes;

/// <summary>Whether the server lives, and whether it takes requests.</summary>
internal static class HealthRoute
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => Json.Ok(new StateAnswer("healthy")));
        routes.MapGet("/ready", (IHostApplicationLifetime lifetime) =>
            lifetime.ApplicationStopping.IsCancellationRequested ? Stopping() : Json.Ok(new StateAnswer("ready")));
    }

    private static IResult Stopping() => TypedResults.Json(
        new StateAnswer("stopping"), Json.Type<StateAnswer>(), null, StatusCodes.Status503ServiceUnavailable);
}
