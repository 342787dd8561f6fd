using System.Security.Cryptography;
using System.Text;

namespace Cloze.Compute;

/// <summary>
/// Keeps compiled kernels in a folder of the user's, each under the hash of all that it was made from. A file that
/// cannot be read or written is no error: the kernel is then compiled.
/// </summary>
/// <param name="folder">The folder, made when it is needed; null keeps nothing.</param>
internal sealed class CubinCache(string? folder)
{
    private const long LargestFile = 64 << 20;

    /// <summary>The folder of this user, or of the variable <c>CLOZE_CUDA_CACHE</c>.</summary>
    public static string? UserFolder()
    {
        if (Environment.GetEnvironmentVariable("CLOZE_CUDA_CACHE") is { Length: > 0 } named) return named;
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache)
        {
            return Path.Combine(cache, "cloze", "cuda");
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        if (OperatingSystem.IsWindows()) return local.Length == 0 ? null : Path.Combine(local, "cloze", "cuda");
        return home.Length == 0 ? null : Path.Combine(home, ".cache", "cloze", "cuda");
    }

    /// <summary>The name of what is made from these parts: their SHA-256.</summary>
    public static string KeyOf(params IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in parts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What was kept under a name; null where nothing is.</summary>
    public byte[]? Read(string name)
    {
        if (folder is null) return null;
        try
        {
            var file = new FileInfo(Path.Combine(folder, name));
            return file.Exists && file.Length is > 0 and <= LargestFile ? File.ReadAllBytes(file.FullName) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps something, whole or not at all: it is written beside and renamed.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        if (folder is null) return;
        string path = Path.Combine(folder, name), beside = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(beside, content);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Remove(beside);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nothing depends on it.
        }
    }
}
