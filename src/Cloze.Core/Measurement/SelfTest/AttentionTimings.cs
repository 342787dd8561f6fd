using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Times attention of a device, useful operations counted.</summary>
internal static class AttentionTimings
{
    private const int Tokens = 32_768;

    /// <summary>Forward and backward, of sequences of one length.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public static IEnumerable<DeviceTiming> Both(Backend device, int length, int heads, int size)
    {
        int width = heads * size;
        int[] starts = [.. Enumerable.Range(0, (Tokens / length) + 1).Select(i => i * length)];
        nint floats = (2 * Arena.SizeOf(Tokens, 3 * width)) + (2 * Arena.SizeOf(Tokens, width));
        using Arena arena = device.CreateActivationArena("attention", floats + Arena.SizeOf(Tokens, heads));
        Tensor qkv = arena.Take(Tokens, 3 * width), qkvGradient = arena.Take(Tokens, 3 * width);
        Tensor output = arena.Take(Tokens, width), gradient = arena.Take(Tokens, width);
        Tensor logSum = arena.TakeFloat32(Tokens, heads);
        device.Upload(Values(qkv.Count), qkv);
        double flops = 4.0 * width * Tokens * length;
        double forward = ProductTimings.Time(
            device, () => device.Attention(qkv, starts, heads, Dropout.None, logSum, output));
        yield return new DeviceTiming($"attention {length} x {size}", forward, flops, 0, 0);
        double backward = ProductTimings.Time(device, () => device.AttentionBackward(
            qkv, starts, heads, Dropout.None, logSum, output, gradient, qkvGradient));
        yield return new DeviceTiming($"attention {length} x {size}, back", backward, 2.5 * flops, 0, 0);
    }

    /// <summary>Forward and backward within a window or with rotary positions.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public static IEnumerable<DeviceTiming> Both(
        Backend device, int length, int heads, int size, string name, int window, bool turns)
    {
        int width = heads * size;
        int[] starts = [.. Enumerable.Range(0, (Tokens / length) + 1).Select(i => i * length)];
        nint floats = (2 * Arena.SizeOf(Tokens, 3 * width)) + (2 * Arena.SizeOf(Tokens, width));
        using Arena arena = device.CreateActivationArena("attention", floats + Arena.SizeOf(Tokens, heads));
        using Arena tables = device.CreateArena("angles", Arena.SizeOf(length, size));
        Tensor qkv = arena.Take(Tokens, 3 * width), qkvGradient = arena.Take(Tokens, 3 * width);
        Tensor output = arena.Take(Tokens, width), gradient = arena.Take(Tokens, width);
        Tensor logSum = arena.TakeFloat32(Tokens, heads);
        device.Upload(Values(qkv.Count), qkv);
        AttentionPattern pattern = new(heads, window, turns ? Angles(device, tables, length, size) : Tensor.None);
        double flops = 4.0 * width * pattern.Pairs(starts);
        double forward = ProductTimings.Time(
            device, () => device.Attention(qkv, starts, pattern, Dropout.None, logSum, output));
        yield return new DeviceTiming(name, forward, flops, 0, 0);
        double backward = ProductTimings.Time(device, () => device.AttentionBackward(
            qkv, starts, pattern, Dropout.None, logSum, output, gradient, qkvGradient));
        yield return new DeviceTiming($"{name}, back", backward, 2.5 * flops, 0, 0);
    }

    private static Tensor Angles(Backend device, Arena arena, int length, int size)
    {
        Tensor table = arena.Take(length, size);
        device.Upload(RotaryAngles.Table(length, size, 10_000), table);
        return table;
    }

    private static float[] Values(nint count)
    {
        var random = new KeyedRandom(1, RandomPurpose.Weights, 0, 0);
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle() - 0.5f;
        return values;
    }
}
