using System.Numerics.Tensors;
using Cloze.Extensions;
using Cloze.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cloze.Tests.Extensions;

/// <summary>The C# of Cloze.Extensions' README, so that it compiles; <see cref="PackageTests"/> compares the two.</summary>
internal static class ExtensionExamples
{
    public static void Add(HostApplicationBuilder builder)
    {
        builder.Services.AddCloze("my-model");
        builder.Services.AddKeyedCloze("sentences", builder.Configuration.GetSection("Cloze:Sentences"));
        builder.Services.AddHealthChecks().AddCloze().AddCloze("sentences", tags: ["ready"]);
    }

    public static void Cut(MaskedLanguageModel model, string text)
    {
        Microsoft.ML.Tokenizers.Tokenizer tokenizer = new ClozeTokenizer(model.Tokenizer);
        int end = tokenizer.GetIndexByTokenCount(text, 256, out _, out int tokens);
        Console.WriteLine($"{tokens} tokens up to character {end}");
    }

    public sealed class Search(IEmbeddingGenerator<string, Embedding<float>> generator, MaskedLanguageModel model)
    {
        public async Task<float> Similarity(string first, string second, CancellationToken cancellation)
        {
            GeneratedEmbeddings<Embedding<float>> both = await generator.GenerateAsync(
                [first, second], cancellationToken: cancellation);
            return TensorPrimitives.CosineSimilarity(both[0].Vector.Span, both[1].Vector.Span);
        }

        public async Task<string> Word(string sentence, CancellationToken cancellation) =>
            (await model.FillAsync(sentence, cancellation: cancellation))[0].Token;
    }
}
