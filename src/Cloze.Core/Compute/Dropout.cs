namespace Cloze.Compute;

/// <summary>
/// Dropout (Srivastava et al. 2014) at one site of a step. The decision for an element is a pure function of
/// (seed, step, site, element index), so the backward pass recomputes it and nothing is stored. Kept values are
/// scaled by 1 / (1 - probability).
/// </summary>
/// <remarks>
/// Row r of a site draws from the stream KeyedRandom(seed, <see cref="RandomPurpose.Dropout"/>, step, site * 2^32 + r),
/// 16 bits a column: column c has the lower (c even) or upper (c odd) half of word c / 2 of the stream, and is dropped
/// where that is below d = round(65536 probability); what is kept is scaled by 65536 / (65536 - d), the reciprocal of
/// the share really kept. In attention row tA + a holds the probabilities of token t in head a, and the
/// columns are the keys of its sequence, from 0.
/// </remarks>
/// <param name="Probability">Share of elements set to zero, in [0, 1); 0 switches dropout off.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Step">The optimizer step, with the part of the batch mixed in where a step has several.</param>
/// <param name="Site">The place in the model: each place that drops has a number of its own.</param>
internal readonly record struct Dropout(float Probability, ulong Seed, uint Step, uint Site)
{
    /// <summary>The largest probability at which, rounded to 16 bits, something is kept.</summary>
    internal const float LargestProbability = 65535f / 65536;

    /// <summary>No dropout.</summary>
    public static Dropout None => default;

    /// <summary>Whether anything is dropped.</summary>
    public bool IsActive => Probability > 0;

    /// <summary>Draws of 16 bits below it are dropped; 0 drops nothing.</summary>
    internal int Threshold => (int)Math.Round(Probability * 65536.0);

    /// <summary>What kept values are multiplied with, the reciprocal of the share really kept.</summary>
    internal float KeptScale => 65536f / (65536 - Threshold);

    /// <summary>The last word of the stream's counters: site and purpose.</summary>
    internal uint Stream => Site | ((uint)RandomPurpose.Dropout << 24);
}
