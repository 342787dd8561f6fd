using System.Text;

namespace Cloze.Compute;

/// <summary>
/// The algorithms chosen on this device by this version of cuBLASLt, kept on disk: later runs neither measure again nor
/// choose otherwise, which would change the last bits of their sums.
/// </summary>
internal sealed class PlanFile
{
    private readonly CubinCache _cache;
    private readonly string _name;
    private readonly Dictionary<string, byte[]> _algorithms = [];

    /// <summary>Reads what is kept.</summary>
    /// <param name="cache">The folder.</param>
    /// <param name="device">The device's name and version.</param>
    /// <param name="library">The library's version.</param>
    public PlanFile(CubinCache cache, string device, string library)
    {
        _cache = cache;
        _name = $"{CubinCache.KeyOf("plans 1", device, library)}.plans";
        if (cache.Read(_name) is not { } bytes) return;
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n')) Add(line);
    }

    /// <summary>The algorithm kept for a shape; null where there is none.</summary>
    public byte[]? Find(ProductShape shape) => _algorithms.GetValueOrDefault(shape.ToString());

    /// <summary>Keeps the algorithm chosen for a shape.</summary>
    public void Keep(ProductShape shape, ReadOnlySpan<byte> algorithm)
    {
        _algorithms[shape.ToString()] = algorithm.ToArray();
        var text = new StringBuilder();
        foreach ((string key, byte[] value) in _algorithms.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(key).Append(' ').Append(Convert.ToHexStringLower(value)).Append('\n');
        }

        _cache.Write(_name, Encoding.UTF8.GetBytes(text.ToString()));
    }

    // A line that is damaged is left out: the choice is then made again.
    private void Add(string line)
    {
        if (line.Split(' ') is not [var key, { Length: 2 * ProductPlan.AlgorithmBytes } value]) return;
        byte[] algorithm = new byte[ProductPlan.AlgorithmBytes];
        if (Convert.FromHexString(value, algorithm, out _, out int written) == System.Buffers.OperationStatus.Done
            && written == algorithm.Length)
        {
            _algorithms[key] = algorithm;
        }
    }
}
