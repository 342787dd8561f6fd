using Cloze.Training;

namespace Cloze.Fuzz;

/// <summary>The file of <c>train --config</c>: read, checked, decided, written and read again.</summary>
internal sealed class TrainingConfigInput : FuzzFormat
{
    private static readonly byte[][] s_words =
    [
        .. TrainingOptionTable.All.Select(option => Bytes($"\"{option.Key}\"")),
        .. Mix.Words("\"tiny\"", "1", "[\"a\"]"),
    ];

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Bytes("""{"data":["a.txt","b/"],"preset":"mini","minutes":1.5,"seed":7,"cased":true,"document":"line"}"""),
        Bytes("""{"steps":100,"learning_rate":0.001,"batch_tokens":512,"sequence_length":64}"""),
        Bytes(EffectiveOptions.Resolve(new TrainingOptions { Steps = 5 }).Options.ToJson()),
        Bytes("{}"),
    ];

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) => Mix.Json(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        TrainingOptions options = TrainingOptions.Load(Write("run.json", input));
        string json = options.ToJson();
        string again = TrainingOptions.Load(Write("again.json", Bytes(json))).ToJson();
        Require(json == again, $"options are the same when written and read again: {json} and {again}");
        TrainingOptions decided = EffectiveOptions.Resolve(options).Options;
        string decidedJson = decided.ToJson();
        TrainingOptions decidedAgain = TrainingOptions.Load(Write("decided.json", Bytes(decidedJson)));
        Require(decidedAgain.ToJson() == decidedJson, "decided options are the same when written and read again");
        IEnumerable<string> given =
            from row in TrainingOptionTable.All where row.Get(options) is not null select row.Key;
        return string.Join(',', given);
    }
}
