using System.Text.Json;
using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Models;
using Xunit;

namespace Cloze.Tests.Golden;

/// <summary>Twenty optimizer steps beside PyTorch's: losses, gradient norms and the final weights.</summary>
public class GoldenTrajectoryTests
{
    public static TheoryData<string, string, string> Trajectories
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (string backend in TestBackends.Names)
            {
                data.Add("gelu", "adamw", backend);
                data.Add("gelu", "google", backend);
                data.Add("gelu-new-odd", "adamw", backend);
                data.Add("mlm-only", "adamw", backend);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void TwentyStepsAgree(string name, string rule, string backendName)
    {
        using var golden = new GoldenCase(name);
        JsonElement settings = golden.Root.GetProperty("trajectories").EnumerateArray()
            .Single(trajectory => trajectory.GetProperty("rule").GetString() == rule);
        using GoldenTensors expected = golden.Open(settings.GetProperty("file").GetString()!);
        using Backend backend = TestBackends.Create(backendName);
        using EncoderModel model = golden.LoadModel(backend);
        var table = new DifferenceTable($"{name} {rule}", backend.Name);
        var run = new TrajectoryRun(model, settings, expected, table);
        run.Train();
        run.CompareWeights();
        table.WriteAndAssert();
    }
}
