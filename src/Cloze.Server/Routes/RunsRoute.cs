using System.Text.Json;
using Cloze.Inference;
using Cloze.Server.Answers;
using Cloze.Server.Describing;
using Cloze.Server.Models;
using Cloze.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloze.Server.Routes;

/// <summary>The course of the training run that a model is from, where its record lies beside the model.</summary>
internal static class RunsRoute
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/runs", (string? model, RouteTools tools) => Answer(model, tools)).Describe(
            "Show a training run",
            "The course of the run that a model is from: losses by step. The query may name the model.",
            typeof(JsonElement),
            StatusCodes.Status401Unauthorized,
            StatusCodes.Status404NotFound);

    private static IResult Answer(string? name, RouteTools tools)
    {
        ServedModel model = tools.Models.Find(name);
        return Json.Ok(Read(model) ?? throw new RequestException(
            StatusCodes.Status404NotFound,
            $"No training run lies beside the model \"{model.Name}\".",
            "A folder that `cloze train` has written holds one.",
            "model"));
    }

    private static JsonElement? Read(ServedModel model)
    {
        try
        {
            return RunRecord.Read(model.Folder);
        }
        catch (ClozeException)
        {
            // The message names the folder, which is nobody's business outside.
            throw new RequestException(
                StatusCodes.Status404NotFound,
                $"The record of the run beside the model \"{model.Name}\" cannot be read.",
                "Look at training/curve.json in its folder.",
                "model");
        }
    }
}
