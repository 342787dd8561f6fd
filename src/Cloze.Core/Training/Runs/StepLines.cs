using System.Text.Json;
using Cloze.Files;

namespace Cloze.Training;

/// <summary>
/// Files with a JSON object a line, each of which names its step. A run that goes on from a checkpoint keeps what such
/// a file has up to it, as the rest happens anew.
/// </summary>
internal static class StepLines
{
    private const int LongestLine = 1 << 20;

    /// <summary>Where the first line of a file begins that is beyond a step, or is damaged.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static long LengthUpTo(string path, int step)
    {
        using FileStream file = File.OpenRead(path);
        byte[] buffer = new byte[LongestLine];
        long good = 0;
        int filled = 0;
        while (true)
        {
            int read = file.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
            filled += read;
            int start = 0;
            for (int end; (end = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            {
                if (StepOf(buffer.AsSpan(start, end)) is not { } found || found > step) return good;
                good += end + 1;
            }

            if (read == 0 || start == 0) return good;
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
        }
    }

    private static int? StepOf(ReadOnlySpan<byte> line)
    {
        try
        {
            JsonElement root = UntrustedJson.Parse(line);
            bool hasStep = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("step", out _);
            return hasStep && root.GetProperty("step").TryGetInt32(out int step) ? step : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
