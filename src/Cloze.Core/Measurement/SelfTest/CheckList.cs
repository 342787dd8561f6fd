using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Collects comparisons; an operation that the device refuses has failed, and the next goes on.</summary>
/// <param name="stage">The operands.</param>
/// <param name="isRounded">Whether the tested backend keeps activations in bfloat16.</param>
internal sealed class CheckList(DualStage stage, bool isRounded)
{
    // A rounding to bfloat16 is off by half of 1 / 128 at the most; sums in float32 differ by their order alone.
    private const double RoundingsOfOne = 256;
    private const double ExactTolerance = 2e-5;

    private readonly List<DeviceCheck> _checks = [];

    /// <summary>The operands.</summary>
    public DualStage Stage => stage;

    /// <summary>What was compared.</summary>
    public IReadOnlyList<DeviceCheck> Checks => _checks;

    /// <summary>Compares what an operation writes.</summary>
    /// <param name="name">The operation.</param>
    /// <param name="shape">On what.</param>
    /// <param name="run">Takes operands, runs the operation on both, and compares what it wrote.</param>
    public void Check(string name, string shape, Action<Comparison> run)
    {
        try
        {
            run(new Comparison(this, name, shape));
        }
        catch (Exception error) when (error is ClozeException or ArgumentException)
        {
            Add(new DeviceCheck(name, shape, double.NaN, 0) { Failure = error.Message });
        }

        stage.Reset();
    }

    /// <summary>Keeps a comparison made elsewhere.</summary>
    public void Add(DeviceCheck check) => _checks.Add(check);

    /// <summary>Compares results of one operation.</summary>
    internal sealed class Comparison(CheckList list, string name, string shape)
    {
        /// <summary>The operands.</summary>
        public DualStage Stage => list.Stage;

        /// <summary>Runs the operation on both.</summary>
        public void Run(Action<Backend, Func<DualTensor, Tensor>> operation) => Stage.Run(operation);

        /// <summary>Compares a tensor.</summary>
        /// <param name="what">What it is.</param>
        /// <param name="pair">The tensor on both.</param>
        /// <param name="roundings">How many roundings to bfloat16 lie on the way to it.</param>
        public void Same(string what, DualTensor pair, double roundings = 2) =>
            Same(what, Stage.Difference(pair), roundings);

        /// <summary>Compares a tensor as a whole: single values may be off further.</summary>
        public void SameOnTheWhole(string what, DualTensor pair, double roundings) =>
            Same(what, Stage.RelativeDifference(pair), roundings);

        /// <summary>Keeps a difference.</summary>
        public void Same(string what, double difference, double roundings = 2)
        {
            double tolerance = roundings == 0 || !list.IsRounded ? ExactTolerance : roundings / RoundingsOfOne;
            list.Add(new DeviceCheck($"{name}: {what}", shape, difference, tolerance));
        }
    }

    private bool IsRounded => isRounded;
}
