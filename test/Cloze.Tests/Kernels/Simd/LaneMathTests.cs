using Cloze.Kernels;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>
/// The largest errors of the elementary functions, over dense sweeps, against double precision. The figures stand in
/// docs/numerics.md. "Scaled" is the error divided by max(1, |x|).
/// </summary>
public unsafe class LaneMathTests
{
    private const int Points = 400_003;

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void Exp(InstructionSet path) =>
        AssertUlps("exp", path, LaneFunction.Exp, Math.Exp, -87, 87.9, 2);

    [Theory]
    [MemberData(nameof(Paths))]
    public void PowerOfTwo(InstructionSet path) =>
        AssertUlps("power of two", path, LaneFunction.PowerOfTwo, x => Math.Pow(2, x), -125, 126, 2);

    [Theory]
    [MemberData(nameof(Paths))]
    public void PowerOfTwoAtTheEndsOfItsRange(InstructionSet path)
    {
        float[] inputs = [-1e30f, float.NegativeInfinity, -151, 0, 1, -3, float.NaN];
        Assert.Equal([0, 0, 0, 1, 2, 0.125f, float.NaN], Apply(path, LaneFunction.PowerOfTwo, inputs));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Log(InstructionSet path) =>
        AssertUlps("log", path, LaneFunction.Log, Math.Log, 1, 600, 2);

    [Theory]
    [MemberData(nameof(Paths))]
    public void Tanh(InstructionSet path) =>
        AssertUlps("tanh", path, LaneFunction.Tanh, Math.Tanh, -12, 12, 2);

    [Theory]
    [MemberData(nameof(Paths))]
    public void Gelu(InstructionSet path)
    {
        AssertScaled("gelu", path, LaneFunction.Gelu, ReferenceGelu, -30, 30, 2e-7);
        AssertScaled("gelu slope", path, LaneFunction.GeluSlope, Slope(ReferenceGelu), -30, 30, 3e-7);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void GeluTanh(InstructionSet path)
    {
        AssertScaled("gelu_new", path, LaneFunction.GeluTanh, ReferenceGeluTanh, -30, 30, 1.5e-7);
        AssertScaled("gelu_new slope", path, LaneFunction.GeluTanhSlope, Slope(ReferenceGeluTanh), -30, 30, 3e-7);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void ExpAtTheEndsOfItsRange(InstructionSet path)
    {
        float[] results = Apply(path, LaneFunction.Exp, [-1e30f, float.NegativeInfinity, -105, 0, 89, 1e30f]);
        Assert.Equal([0, 0, 0, 1, float.PositiveInfinity, float.PositiveInfinity], results);
    }

    private static double ReferenceGelu(double x) => 0.5 * x * (1 + ReferenceMath.Erf(x / Math.Sqrt(2)));

    private static double ReferenceGeluTanh(double x) =>
        0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    private static Func<double, double> Slope(Func<double, double> function) =>
        x => ((8 * (function(x + 1e-3) - function(x - 1e-3))) - function(x + 2e-3) + function(x - 2e-3)) / 12e-3;

    private static double Ulp(double value)
    {
        float size = MathF.Abs((float)value);
        return (double)MathF.BitIncrement(size) - size;
    }

    private static void AssertUlps(
        string name, InstructionSet path, LaneFunction function, Func<double, double> exact, double low, double high,
        double limit) =>
        AssertErrors(name, "ulp", path, function, exact, low, high, limit, (_, value) => Ulp(value));

    private static void AssertScaled(
        string name, InstructionSet path, LaneFunction function, Func<double, double> exact, double low, double high,
        double limit) =>
        AssertErrors(name, "scaled", path, function, exact, low, high, limit, (x, _) => Math.Max(1, Math.Abs(x)));

    private static void AssertErrors(
        string name, string unit, InstructionSet path, LaneFunction function, Func<double, double> exact,
        double low, double high, double limit, Func<double, double, double> scale)
    {
        float[] inputs = [.. Enumerable.Range(0, Points).Select(i => (float)(low + ((high - low) * i / (Points - 1))))];
        float[] outputs = Apply(path, function, inputs);
        double worst = 0, at = 0;
        for (int i = 0; i < Points; i++)
        {
            double expected = exact(inputs[i]);
            double error = Math.Abs(outputs[i] - expected) / scale(inputs[i], expected);
            if (error > worst) (worst, at) = (error, inputs[i]);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{path} {name}: largest error {worst:G3} {unit}, at {at:G5}");
        Assert.True(worst <= limit, $"{path} {name}: {worst:G3} {unit} at {at:R}, expected at most {limit:G3}");
    }

    private static float[] Apply(InstructionSet path, LaneFunction function, float[] inputs) => path switch
    {
        InstructionSet.Avx512 => Apply<Lanes512>(function, inputs),
        InstructionSet.Avx2 => Apply<Lanes256>(function, inputs),
        _ => Apply<Lanes128>(function, inputs),
    };

    private static float[] Apply<TLanes>(LaneFunction function, float[] inputs)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float[] outputs = new float[inputs.Length];
        fixed (float* input = inputs, output = outputs)
        {
            for (int i = 0; i < inputs.Length; i += TLanes.Count)
            {
                int left = inputs.Length - i;
                TLanes.Store(Value(function, TLanes.Load(input + i, left)), output + i, left);
            }
        }

        return outputs;
    }

    private static TLanes Value<TLanes>(LaneFunction function, TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => function switch
        {
            LaneFunction.Exp => LaneMath.Exp(x),
            LaneFunction.PowerOfTwo => LaneMath.PowerOfTwo(x),
            LaneFunction.Log => TLanes.Log(x),
            LaneFunction.Tanh => LaneMath.Tanh(x),
            LaneFunction.Gelu => Cloze.Kernels.Gelu.Value(x),
            LaneFunction.GeluSlope => Cloze.Kernels.Gelu.Slope(x),
            LaneFunction.GeluTanh => Cloze.Kernels.GeluTanh.Value(x),
            _ => Cloze.Kernels.GeluTanh.Slope(x),
        };

    private enum LaneFunction
    {
        Exp,
        PowerOfTwo,
        Log,
        Tanh,
        Gelu,
        GeluSlope,
        GeluTanh,
        GeluTanhSlope,
    }
}
