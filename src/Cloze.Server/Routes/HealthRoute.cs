using Cloze.Server.Answers;
using Cloze.Server.Describing;
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
        routes.MapGet("/health", () => Json.Ok(new StateAnswer("healthy"))).Describe(
            "Is it alive", "Whether the server answers at all.", typeof(StateAnswer));
        RouteHandlerBuilder ready = routes.MapGet("/ready", Ready);
        ready.Describe(
            "Is it ready", "Whether the server takes requests; 503 once it is stopping.", typeof(StateAnswer));
        ready.Produces(StatusCodes.Status503ServiceUnavailable, typeof(StateAnswer), "application/json");
    }

    private static IResult Ready(IHostApplicationLifetime lifetime) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? Stopping() : Json.Ok(new StateAnswer("ready"));

    private static IResult Stopping() => TypedResults.Json(
        new StateAnswer("stopping"), Json.Type<StateAnswer>(), null, StatusCodes.Status503ServiceUnavailable);
}
