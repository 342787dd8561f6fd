using System.Security.Cryptography;
using System.Text;
using Cloze.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Hosting;

/// <summary>
/// Lets in who has the key, in a time that tells nothing of it. What holds no model's answer is open to everyone: the
/// page, the description of the routes, and whether the server lives.
/// </summary>
internal sealed class KeyCheck(RequestDelegate next, ServerOptions options)
{
    private const string Scheme = "Bearer ";
    private static readonly string[] s_guarded = ["/v1", "/models", "/embed", "/metrics"];
    private readonly byte[] _expected = Hash(options.ApiKey ?? "");

    /// <summary>Runs the rest where the key is right.</summary>
    /// <exception cref="RequestException">It is missing or wrong.</exception>
    public Task InvokeAsync(HttpContext http)
    {
        if (!IsGuarded(http.Request.Path)) return next(http);
        string given = http.Request.Headers.Authorization.ToString();
        bool isBearer = given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        byte[] hash = Hash(isBearer ? given[Scheme.Length..].Trim() : "");
        if (CryptographicOperations.FixedTimeEquals(hash, _expected) && isBearer) return next(http);
        throw new RequestException(
            StatusCodes.Status401Unauthorized,
            isBearer ? "The key is wrong." : "No key is given.",
            "Send the header Authorization: Bearer KEY.");
    }

    // Paths are found whatever their case: so is what is guarded.
    private static bool IsGuarded(PathString path) =>
        Array.Exists(s_guarded, start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));

    // Hashes have one length, so that the key's own does not show.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
