using Cloze.Server.Answers;
using Cloze.Server.Describing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloze.Server.Routes;

/// <summary>The models that are served, in OpenAI's shape.</summary>
internal static class ModelsRoute
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/models", List).Describe(
        "List models",
        "The models that are served, in OpenAI's shape with their sizes.",
        typeof(ModelList),
        StatusCodes.Status401Unauthorized);

    private static IResult List(RouteTools tools) =>
        Json.Ok(new ModelList("list", [.. tools.Models.All.Select(ModelAnswer.Of)]));
}
