using Cloze.Server.Hosting;
using Cloze.Server.Models;
using Cloze.Server.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloze.Server.Routes;

/// <summary>What every route needs.</summary>
/// <param name="options">The limits.</param>
/// <param name="models">The models.</param>
/// <param name="meter">Counts what is asked.</param>
internal sealed class RouteTools(ServerOptions options, ModelCatalog models, ServerMeter meter)
{
    /// <summary>The limits.</summary>
    public ServerOptions Options => options;

    /// <summary>The models.</summary>
    public ModelCatalog Models => models;

    /// <summary>Uses a model for the texts of a request; what is returned must be disposed of.</summary>
    /// <exception cref="RequestException">
    /// There is no such model, too many texts wait, or a text is too long.
    /// </exception>
    public ModelTurn Enter(HttpContext http, TextsRequest request)
    {
        ModelTurn turn = Enter(http, request.Model, request.Texts.Count);
        try
        {
            TextLength.Check(turn, request);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Uses a model for some texts; what is returned must be disposed of.</summary>
    /// <exception cref="RequestException">There is no such model, or too many texts wait.</exception>
    public ModelTurn Enter(HttpContext http, string? model, int texts = 1)
    {
        ModelTurn turn = models.Find(model).Enter(texts);
        meter.Count(turn.Name, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "", texts);
        return turn;
    }
}
