using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Hosting;

/// <summary>The page's files, as they stand in the assembly or in a folder.</summary>
internal sealed class Page
{
    private const string Prefix = "wwwroot/";
    private const string Index = "index.html";

    private static readonly Dictionary<string, string> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".webmanifest"] = "application/manifest+json",
        [".txt"] = "text/plain; charset=utf-8",
    };

    private readonly Dictionary<string, Func<PageFile>> _files = new(StringComparer.Ordinal);

    /// <summary>The files in the assembly, or where a folder is given those, read anew each time.</summary>
    public Page(string? folder)
    {
        if (folder is null) AddAssembly();
        else AddFolder(folder);
    }

    /// <summary>The paths of its files, the root's first.</summary>
    public IEnumerable<string> Paths => _files.Keys.Select(name => "/" + name).Prepend("/");

    /// <summary>Answers with the file of a path.</summary>
    public Task SendAsync(HttpContext http)
    {
        string name = http.Request.Path.Value!.TrimStart('/');
        PageFile file = _files[name.Length == 0 ? Index : name]();
        PageHeaders.Set(http.Response);
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.ETag = file.Tag;
        if (http.Request.Headers.IfNoneMatch.ToString() == file.Tag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        http.Response.ContentType = file.Type;
        http.Response.ContentLength = file.Bytes.Length;
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.Body.WriteAsync(file.Bytes, http.RequestAborted).AsTask();
    }

    private void AddAssembly()
    {
        Assembly assembly = typeof(Page).Assembly;
        foreach (string name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            PageFile file = Make(name, bytes);
            _files.Add(name[Prefix.Length..], () => file);
        }
    }

    private void AddFolder(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            _files.Add(name, () => Make(path, File.ReadAllBytes(path)));
        }

        if (_files.ContainsKey(Index)) return;
        throw new ClozeException($"The folder {folder} has no {Index}.", "Name the folder of a page.");
    }

    private static PageFile Make(string name, byte[] bytes) => new(
        bytes,
        s_types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream"),
        $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"");

    private sealed record PageFile(byte[] Bytes, string Type, string Tag);
}
