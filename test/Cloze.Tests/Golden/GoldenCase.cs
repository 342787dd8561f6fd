using System.Text.Json;
using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Tests.Golden;

/// <summary>
/// One folder of golden/bert or golden/families: a small random model and what PyTorch computed with it in double
/// precision.
/// </summary>
internal sealed class GoldenCase : IDisposable
{
    private readonly JsonDocument _json;

    public GoldenCase(string name)
    {
        Folder = SharedFiles.Require(Families.Contains(name) ? $"golden/families/{name}" : $"golden/bert/{name}");
        _json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "case.json")));
    }

    public static string[] Names { get; } =
    [
        "gelu", "gelu-new-odd", "relu", "old-names", "head-64", "full-length", "mlm-only", "float16", "bfloat16",
        "encoder-only", "sharded", "untied", "one-token", "large-magnitude",
    ];

    /// <summary>Other families than BERT.</summary>
    public static string[] Families { get; } =
        ["roberta", "xlm-roberta", "distilbert", "electra", "modernbert", "modernbert-legacy-config"];

    public string Folder { get; }

    public JsonElement Root => _json.RootElement;

    public ModelOutputs Heads => Root.GetProperty("model_class").GetString() switch
    {
        "BertForPreTraining" => ModelOutputs.PreTraining,
        string name when name.EndsWith("ForMaskedLM", StringComparison.Ordinal) => ModelOutputs.MaskedLanguageModel,
        "BertModel" => ModelOutputs.Pooler,
        string other => throw new InvalidDataException($"Unknown model class {other}."),
        null => throw new InvalidDataException("No model class."),
    };

    public EncoderModel LoadModel(Backend backend) => EncoderModel.Load(Folder, backend, Heads, out _);

    public GoldenTensors Open(string file) => new(Path.Combine(Folder, file));

    public double Tolerance(string kind) => Tolerance(Root.GetProperty("tolerances"), kind);

    public double GradientTolerance(string name) => Tolerance(Root.GetProperty("gradient_tolerances"), name);

    public static double Tolerance(JsonElement tolerances, string kind) =>
        tolerances.GetProperty(kind).GetProperty("tolerance").GetDouble();

    /// <summary>Padded rows as packed sequences; <paramref name="prefix"/> is "" or "batches.I.".</summary>
    public static TokenBatch ReadBatch(GoldenTensors tensors, string prefix = "")
    {
        int[] shape = tensors.Shape($"{prefix}input_ids");
        int[] ids = tensors.Integers($"{prefix}input_ids"), types = tensors.Integers($"{prefix}token_type_ids");
        int[] mask = tensors.Integers($"{prefix}attention_mask"), labels = tensors.Integers($"{prefix}labels");
        int[] next = tensors.Integers($"{prefix}next_sentence_label");
        var batch = new TokenBatch(mask.Sum(), shape[0], labels.Count(label => label >= 0));
        for (int row = 0; row < shape[0]; row++)
        {
            int start = row * shape[1], length = mask.AsSpan(start, shape[1]).Count(1);
            int[] positions = [.. Enumerable.Range(0, length).Where(i => labels[start + i] >= 0)];
            int[] answers = [.. positions.Select(position => labels[start + position])];
            batch.Add(ids.AsSpan(start, length), types.AsSpan(start, length), positions, answers, next[row]);
        }

        return batch;
    }

    public void Dispose() => _json.Dispose();
}
