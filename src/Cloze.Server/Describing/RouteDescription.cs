using Cloze.Server.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Describing;

/// <summary>Says of a route what the OpenAPI document tells.</summary>
internal static class RouteDescription
{
    private static readonly int[] s_refusals =
    [
        StatusCodes.Status400BadRequest,
        StatusCodes.Status401Unauthorized,
        StatusCodes.Status404NotFound,
        StatusCodes.Status413PayloadTooLarge,
        StatusCodes.Status415UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests,
        StatusCodes.Status503ServiceUnavailable,
    ];

    /// <summary>A route that takes a body of JSON.</summary>
    /// <param name="route">The route.</param>
    /// <param name="title">What it does, in some words.</param>
    /// <param name="text">What it answers.</param>
    /// <param name="body">What its body holds.</param>
    /// <param name="answer">What its answer holds.</param>
    public static void Describe(this RouteHandlerBuilder route, string title, string text, Type body, Type answer)
    {
        route.WithSummary(title).WithDescription(text).WithTags("Models").Accepts(body, "application/json")
            .Produces(StatusCodes.Status200OK, answer, "application/json");
        foreach (int status in s_refusals) route.Produces(status, typeof(ProblemAnswer), Json.ProblemType);
    }

    /// <summary>A route that only reads.</summary>
    /// <param name="route">The route.</param>
    /// <param name="title">What it does, in some words.</param>
    /// <param name="text">What it answers.</param>
    /// <param name="answer">What its answer holds.</param>
    /// <param name="refusals">With which statuses it refuses.</param>
    public static void Describe(
        this RouteHandlerBuilder route, string title, string text, Type answer, params ReadOnlySpan<int> refusals)
    {
        route.WithSummary(title).WithDescription(text).WithTags("Server")
            .Produces(StatusCodes.Status200OK, answer, "application/json");
        foreach (int status in refusals) route.Produces(status, typeof(ProblemAnswer), Json.ProblemType);
    }
}
