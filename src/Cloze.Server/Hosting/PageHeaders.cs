using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Hosting;

/// <summary>What browsers are told: nothing is loaded from elsewhere, shown within another page, or guessed.</summary>
internal static class PageHeaders
{
    private const string OwnFilesOnly =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>Sets the headers.</summary>
    public static void Set(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = OwnFilesOnly;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
