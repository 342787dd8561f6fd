using Cloze.Server.Models;

namespace Cloze.Server.Routes;

/// <summary>What every route needs.</summary>
/// <param name="options">The limits.</param>
/// <param name="models">The models.</param>
internal sealed class RouteTools(ServerOptions options, ModelCatalog models)
{
    /// <summary>The limits.</summary>
    public ServerOptions Options => options;

    /// <summary>The models.</summary>
    public ModelCatalog Models => models;
}
