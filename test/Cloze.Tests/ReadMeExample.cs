using Cloze.Inference;

namespace Cloze.Tests;

/// <summary>The README's C#, so that it compiles; <see cref="ReadMeTests"/> compares the two.</summary>
internal static class ReadMeExample
{
    public static void Run()
    {
        using MaskedLanguageModel model = MaskedLanguageModel.Load("my-model");
        foreach (Prediction p in model.Fill("The cat sat on the [MASK]."))
            Console.WriteLine($"{p.Token} {p.Probability:P1}");
    }
}
