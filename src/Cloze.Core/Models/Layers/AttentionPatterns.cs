using Cloze.Compute;

namespace Cloze.Models;

/// <summary>What each layer's queries see, by which angles positions turn them, and the angles' tables.</summary>
internal sealed class AttentionPatterns : IDisposable
{
    private readonly Owned _owned = new();
    private readonly AttentionPattern[] _patterns;

    /// <summary>Makes the tables of a model.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public AttentionPatterns(Backend backend, EncoderConfig config)
    {
        if (config.PreNorm is not { } blocks)
        {
            _patterns = [.. Enumerable.Repeat(new AttentionPattern(config.AttentionHeadCount), config.LayerCount)];
            return;
        }

        int rows = config.MaximumPositions, size = config.HiddenSize / config.AttentionHeadCount;
        Arena memory = _owned.Add(backend.CreateArena("angles", 2 * Arena.SizeOf(rows, size)));
        try
        {
            Tensor Table(double theta)
            {
                Tensor table = memory.TakeFloat32(rows, size);
                backend.Upload(RotaryAngles.Table(rows, size, theta), table);
                return table;
            }

            Tensor full = Table(blocks.FullTheta), local = Table(blocks.LocalTheta);
            _patterns =
            [
                .. Enumerable.Range(0, config.LayerCount).Select(layer => blocks.WindowOf(layer) is { } window
                    ? new AttentionPattern(config.AttentionHeadCount, window, local)
                    : new AttentionPattern(config.AttentionHeadCount, Angles: full)),
            ];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The pattern of a layer, from 0.</summary>
    public AttentionPattern this[int layer] => _patterns[layer];

    /// <inheritdoc/>
    public void Dispose() => _owned.Dispose();
}
