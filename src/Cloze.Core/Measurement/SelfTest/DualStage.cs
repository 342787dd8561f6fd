using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>
/// Gives two backends the same operands, runs an operation on both and compares what it wrote. Operands are numbers
/// that bfloat16 holds exactly, so that a difference is the operation's; what it writes is poisoned before.
/// </summary>
internal sealed class DualStage : IDisposable
{
    private const int Floats = 1 << 23;

    private readonly Backend _reference;
    private readonly Backend _tested;
    private readonly Arena[] _activations;
    private readonly Arena[] _parameters;
    private KeyedRandom _random;

    /// <summary>Takes memory on both.</summary>
    /// <exception cref="ClozeException">There is not enough.</exception>
    public DualStage(Backend reference, Backend tested, uint seed)
    {
        (_reference, _tested) = (reference, tested);
        _random = new KeyedRandom(seed, RandomPurpose.Weights, 0, 0);
        _activations = [.. Both().Select(backend => backend.CreateActivationArena("self-test activations", Floats))];
        _parameters = [.. Both().Select(backend => backend.CreateArena("self-test parameters", Floats))];
    }

    /// <summary>Random numbers.</summary>
    public ref KeyedRandom Random => ref _random;

    /// <summary>An activation of normal values, of a deviation.</summary>
    public DualTensor Activation(int rows, int columns, float deviation = 1) =>
        Fill(Take(_activations, rows, columns, float32: false), Normal(rows * columns, deviation));

    /// <summary>A parameter, or what sums are added to, of normal values.</summary>
    public DualTensor Parameter(int rows, int columns, float deviation = 1, float mean = 0) =>
        Fill(Take(_parameters, rows, columns, float32: true), Normal(rows * columns, deviation, mean));

    /// <summary>A parameter of these values.</summary>
    public DualTensor Parameter(float[] values, int rows, int columns) =>
        Fill(Take(_parameters, rows, columns, float32: true), values);

    /// <summary>An activation to be written.</summary>
    public DualTensor Output(int rows, int columns) => Poison(Take(_activations, rows, columns, float32: false));

    /// <summary>float32 values to be written.</summary>
    public DualTensor Float32(int rows, int columns) => Poison(Take(_activations, rows, columns, float32: true));

    /// <summary>Runs an operation on both.</summary>
    /// <param name="operation">Is given the backend, and which tensor of each pair is its own.</param>
    public void Run(Action<Backend, Func<DualTensor, Tensor>> operation)
    {
        operation(_reference, pair => pair.Reference);
        operation(_tested, pair => pair.Tested);
    }

    /// <summary>Does something while the tested backend takes its candidates.</summary>
    public void WithCandidates(Action action)
    {
        _tested.TakesCandidates = true;
        try
        {
            action();
        }
        finally
        {
            _tested.TakesCandidates = false;
        }
    }

    /// <summary>The greatest difference between the two, see <see cref="DeviceCheck.Error"/>.</summary>
    public double Difference(DualTensor pair)
    {
        (float[] expected, float[] actual) = Download(pair);
        return Differences.Largest(expected, actual);
    }

    /// <summary>The length of the difference as a share of the expected values' length.</summary>
    public double RelativeDifference(DualTensor pair)
    {
        (float[] expected, float[] actual) = Download(pair);
        return Differences.Relative(expected, actual);
    }

    /// <summary>Gives everything back.</summary>
    public void Reset()
    {
        foreach (Arena arena in _activations.Concat(_parameters)) arena.Reset();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Arena arena in _activations.Concat(_parameters)) arena.Dispose();
    }

    private static DualTensor Take(Arena[] arenas, int rows, int columns, bool float32) => new(
        float32 ? arenas[0].TakeFloat32(rows, columns) : arenas[0].Take(rows, columns),
        float32 ? arenas[1].TakeFloat32(rows, columns) : arenas[1].Take(rows, columns));

    private (float[] Expected, float[] Actual) Download(DualTensor pair)
    {
        float[] expected = new float[pair.Reference.Count], actual = new float[pair.Tested.Count];
        _reference.Download(pair.Reference, expected);
        _tested.Download(pair.Tested, actual);
        return (expected, actual);
    }

    private Backend[] Both() => [_reference, _tested];

    private DualTensor Poison(DualTensor pair)
    {
        float[] values = new float[pair.Reference.Count];
        Array.Fill(values, float.NaN);
        return Fill(pair, values);
    }

    private DualTensor Fill(DualTensor pair, float[] values)
    {
        _reference.Upload(values, pair.Reference);
        _tested.Upload(values, pair.Tested);
        return pair;
    }

    private float[] Normal(int count, float deviation, float mean = 0)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Halves.Widen(Halves.Narrow((float)((_random.NextNormal() * deviation) + mean)));
        }

        return values;
    }
}
