using System.Globalization;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// What the variables of the original release's checkpoints are called in the model. Source: Hugging Face's
/// models/bert/convert_bert_original_tf_checkpoint_to_pytorch.py, its rules, said in our own words.
/// </summary>
internal static class TensorFlowNames
{
    private const string Kernel = "kernel";

    // Encoder and heads; all else is of the program that trained them, such as global_step.
    private static readonly string[] s_roots = ["bert/", "cls/"];

    // What optimizers keep beside a variable: Adam's moments, LAMB's and those of other wrappers.
    private static readonly string[] s_slots =
    [
        "adam_m", "adam_v", "LAMB", "LAMB_1", "AdamWeightDecayOptimizer", "AdamWeightDecayOptimizer_1", "Adam",
        "Adam_1", "Momentum",
    ];

    /// <summary>
    /// The variable under the model's name, its matrix as the model multiplies by it: TensorFlow keeps [inputs,
    /// outputs], PyTorch [outputs, inputs]. Null for what is no weight.
    /// </summary>
    public static TensorEntry? Rename(TensorEntry variable)
    {
        string[] scopes = variable.Name.Split('/');
        if (!s_roots.Any(root => variable.Name.StartsWith(root, StringComparison.Ordinal))) return null;
        if (IsSlot(variable.Name)) return null;
        TensorEntry tensor = variable with { Name = string.Join('.', scopes.Select(Scope)) };
        return scopes[^1] == Kernel && tensor.Shape.Count == 2 ? tensor.Transpose() : tensor;
    }

    /// <summary>Whether a variable of this name is what an optimizer kept beside another one.</summary>
    public static bool IsSlot(string name) => s_slots.Contains(name[(name.LastIndexOf('/') + 1)..])
        && s_roots.Any(root => name.StartsWith(root, StringComparison.Ordinal));

    private static string Scope(string scope) => scope switch
    {
        Kernel or "gamma" or "output_weights" => "weight",
        "beta" or "output_bias" => "bias",
        _ when scope.EndsWith("_embeddings", StringComparison.Ordinal) => scope + ".weight",
        _ => Numbered(scope),
    };

    /// <summary><c>layer_11</c> is the twelfth of a list.</summary>
    private static string Numbered(string scope)
    {
        int line = scope.LastIndexOf('_');
        bool isOfList = line > 0
            && scope.AsSpan(0, line).IndexOfAnyExceptInRange('A', 'z') < 0
            && !scope.AsSpan(0, line).Contains('_')
            && int.TryParse(scope.AsSpan(line + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return isOfList ? $"{scope[..line]}.{scope[(line + 1)..]}" : scope;
    }
}
