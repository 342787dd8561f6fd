using System.Diagnostics;
using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Times matrix products of a device.</summary>
internal static class ProductTimings
{
    private const int PeakSize = 8192;
    private const int CopyRows = 262_144;
    private const int CopyColumns = 1024;

    /// <summary>Operations a second of a large square product.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public static double Peak(Backend device) =>
        Forward(device, "square", PeakSize, PeakSize, PeakSize).FlopsPerSecond;

    /// <summary>Bytes a second, read and written, of a copy much larger than any cache.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public static double Bandwidth(Backend device)
    {
        using Arena arena = device.CreateActivationArena("copies", 2 * Arena.SizeOf(CopyRows, CopyColumns));
        Tensor source = arena.Take(CopyRows, CopyColumns), destination = arena.Take(CopyRows, CopyColumns);
        double seconds = Time(device, () => device.ApplyDropout(source, Dropout.None, destination));
        return 2.0 * source.Count * source.ElementSize / seconds;
    }

    /// <summary>The products of a layer, forward and backward.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public static IEnumerable<DeviceTiming> Layer(Backend device, int tokens, int hidden)
    {
        yield return Forward(device, $"query, key, value {hidden}", tokens, hidden, 3 * hidden);
        yield return Forward(device, $"feed-forward in {hidden}", tokens, hidden, 4 * hidden);
        yield return Forward(device, $"feed-forward out {hidden}", tokens, 4 * hidden, hidden);
        yield return Backward(device, $"feed-forward in {hidden}, back", tokens, hidden, 4 * hidden);
    }

    /// <summary>The median time of something that a device does.</summary>
    public static double Time(Backend device, Action queue)
    {
        const int queued = 10, repeats = 5;
        queue();
        device.Finish();
        double[] times = new double[repeats];
        for (int i = 0; i < repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int q = 0; q < queued; q++) queue();
            device.Finish();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds / queued;
        }

        Array.Sort(times);
        return times[repeats / 2];
    }

    private static DeviceTiming Forward(Backend device, string name, int tokens, int inputs, int outputs)
    {
        using var operands = new Operands(device, tokens, inputs, outputs);
        double seconds = Time(device, () =>
            device.Linear(operands.Input, operands.Weight, operands.Bias, operands.Output));
        return new DeviceTiming(name, seconds, 2.0 * tokens * inputs * outputs, 0, 0);
    }

    private static DeviceTiming Backward(Backend device, string name, int tokens, int inputs, int outputs)
    {
        using var operands = new Operands(device, tokens, inputs, outputs);
        double seconds = Time(device, () => device.LinearBackward(
            operands.Output,
            operands.Input,
            operands.Weight,
            add: false,
            operands.InputGradient,
            operands.WeightGradient,
            operands.BiasGradient));
        return new DeviceTiming(name, seconds, 4.0 * tokens * inputs * outputs, 0, 0);
    }

    private sealed class Operands : IDisposable
    {
        private readonly Arena _activations;
        private readonly Arena _parameters;

        public Operands(Backend device, int tokens, int inputs, int outputs)
        {
            nint floats = Arena.SizeOf(tokens, inputs);
            _activations = device.CreateActivationArena("products", (2 * floats) + Arena.SizeOf(tokens, outputs));
            _parameters = device.CreateArena(
                "parameters", 2 * (Arena.SizeOf(outputs, inputs) + Arena.SizeOf(1, outputs)));
            (Input, InputGradient) = (_activations.Take(tokens, inputs), _activations.Take(tokens, inputs));
            Output = _activations.Take(tokens, outputs);
            (Weight, WeightGradient) = (_parameters.Take(outputs, inputs), _parameters.Take(outputs, inputs));
            (Bias, BiasGradient) = (_parameters.Take(1, outputs), _parameters.Take(1, outputs));
            Fill(device, Input);
            Fill(device, Weight);
        }

        public Tensor Input { get; }

        public Tensor InputGradient { get; }

        public Tensor Output { get; }

        public Tensor Weight { get; }

        public Tensor WeightGradient { get; }

        public Tensor Bias { get; }

        public Tensor BiasGradient { get; }

        public void Dispose()
        {
            _activations.Dispose();
            _parameters.Dispose();
        }

        // Values like a model's: products of zeros take less power, and so less time.
        private static void Fill(Backend device, Tensor tensor)
        {
            var random = new KeyedRandom(1, RandomPurpose.Weights, 0, 0);
            float[] values = new float[tensor.Count];
            for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle() - 0.5f;
            device.Upload(values, tensor);
        }
    }
}
