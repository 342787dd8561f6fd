using System.Text;
using System.Text.Json.Nodes;
using Cloze.Compute;
using Cloze.Data;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Fuzz;

/// <summary>The state of a run, all other files of which are sound: what <c>--resume</c> opens.</summary>
internal sealed class CheckpointStateInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "\"format\"", "\"options\"", "\"position\"", "\"epoch\"", "\"place\"", "\"tensors\"", "\"training\"",
        "\"hash\"", "\"guard\"", "\"losses\"", "\"batch_tokens\"", "\"sequence_length\"", "\"threads\"", "\"steps\"",
        "\"minutes\"", "\"seed\"",
        "\"data\"", "4294967295", "\"state.json\"", "\"tensors-2.safetensors\"");

    private readonly string _run;

    public CheckpointStateInput()
    {
        string start = Path.Combine(Folder, "start");
        _run = Path.Combine(Folder, "run");
        SeedModel.Write(start);
        SeedModel.Train(start, _run);

        // With its checksum every changed state would be refused at the door.
        JsonNode state = JsonNode.Parse(File.ReadAllText(State))!;
        state.AsObject().Remove("checksum");
        Seeds = [Encoding.UTF8.GetBytes(state.ToJsonString())];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    private string State => Path.Combine(_run, "training", "state.json");

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) => Mix.Json(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        File.WriteAllBytes(State, input);
        using var backend = new CpuBackend(threads: 1);
        var asked = new TrainingOptions { Output = _run, Resume = true };
        using RunMaterial material = ResumedRun.Open(asked, _ => backend, new Silent());
        ITrainingBatches batches = material.OpenBatches();
        TokenBatch batch = batches.CreateBatch(material.Options.Recipe.BatchTokens);
        batches.Fill(batch);
        CheckpointState state = material.Resumed!;
        return $"epoch {Roughly(state.Epoch)}, place {Roughly(state.Place)}, {Roughly(batch.TokenCount)} tokens";
    }

    private sealed class Silent : ITrainingObserver;
}
