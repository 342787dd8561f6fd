using System.Runtime;

namespace Cloze.Fuzz;

/// <summary>
/// Changes inputs and keeps those that do something new: an outcome never seen, or code of Cloze that never ran. Code
/// is counted by what the runtime had to compile for an input, method by method, as each is compiled when it is first
/// called. Round for round the same for the same seed.
/// </summary>
internal sealed class FuzzLoop(FuzzFormat format, ulong seed)
{
    // An allocation in proportion to the input is no fault.
    private const long BytesPerByte = 4096;

    private readonly List<byte[]> _corpus = [];
    private readonly HashSet<string> _outcomes = [];
    private readonly Dictionary<string, Finding> _findings = [];
    private long _inputs;

    /// <summary>Hears of each input before it is tried.</summary>
    public Action<uint, byte[]>? Starting { get; init; }

    /// <summary>Hears of each new fault.</summary>
    public Action<Finding>? Found { get; init; }

    /// <summary>Tries the seeds, then changed inputs as long as there is a round to do.</summary>
    public FuzzReport Run(Func<uint, bool> goesOn)
    {
        foreach (byte[] input in format.Seeds)
        {
            _corpus.Add(input);
            Try(0, input);
        }

        for (uint round = 1; goesOn(round); round++)
        {
            var draw = new Draw(seed, round);
            byte[] input = format.Mutate(Pick(draw), Pick(draw), draw);
            if (Try(round, input)) _corpus.Add(input);
        }

        return new FuzzReport(_inputs, _corpus.Count, _outcomes.Count, [.. _findings.Values]);
    }

    // The latest inputs are the least explored.
    private byte[] Pick(Draw draw) => draw.OneIn(2)
        ? draw.Of(_corpus)
        : _corpus[^(1 + draw.Below(Math.Min(20, _corpus.Count)))];

    /// <summary>Whether the input did something new.</summary>
    private bool Try(uint round, byte[] input)
    {
        Starting?.Invoke(round, input);
        _inputs++;
        long methods = JitInfo.GetCompiledMethodCount(currentThread: true);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        bool isNew = _outcomes.Add(Outcome(round, input));
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        if (bytes > format.MostBytes + (BytesPerByte * input.Length))
        {
            Report(new Finding($"{bytes >> 20} MiB", round, input, $"{bytes} bytes allocated for {input.Length}."));
        }

        return isNew || JitInfo.GetCompiledMethodCount(currentThread: true) > methods;
    }

    private string Outcome(uint round, byte[] input)
    {
        try
        {
            return format.Run([.. input]);
        }
        catch (ClozeException error)
        {
            return $"{Shape.Of(error.Message)} {Shape.Of(error)}";
        }
        catch (Exception error)
        {
            string kind = error is BrokenPromiseException ? Shape.Of(error.Message) : Shape.Of(error);
            Report(new Finding(kind, round, input, error.ToString()));
            return kind;
        }
    }

    private void Report(Finding finding)
    {
        if (_findings.TryAdd(finding.Kind, finding)) Found?.Invoke(finding);
    }
}
