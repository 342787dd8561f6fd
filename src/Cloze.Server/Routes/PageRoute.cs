using Cloze.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloze.Server.Routes;

/// <summary>The page, at <c>/</c>, with its files.</summary>
internal static class PageRoute
{
    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes, ServerOptions options)
    {
        var page = new Page(options.PageFolder);
        foreach (string path in page.Paths) routes.MapMethods(path, s_methods, (RequestDelegate)page.SendAsync);
    }
}
