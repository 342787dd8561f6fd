using Cloze.Extensions;
using Cloze.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cloze.Tests.Extensions;

/// <summary>
/// The C# of Cloze.Extensions' README and of <c>docs/from-dotnet.md</c>, so that it compiles;
/// <see cref="PackageTests"/> compares them.
/// </summary>
internal static class ExtensionExamples
{
    public static void Add(HostApplicationBuilder builder)
    {
        builder.Services.AddCloze("my-model");
        builder.Services.AddKeyedCloze("sentences", builder.Configuration.GetSection("Cloze:Sentences"));
        builder.Services.AddHealthChecks().AddCloze().AddCloze("sentences", tags: ["ready"]);
    }

    public static async Task<ReadOnlyMemory<float>> Embed(
        IEmbeddingGenerator<string, Embedding<float>> generator, string text, CancellationToken cancellation)
    {
        var options = new EmbeddingGenerationOptions
        {
            RawRepresentationFactory = _ => new EmbedOptions { Pooling = Pooling.Cls, Layer = 6 },
        };
        ReadOnlyMemory<float> vector = await generator.GenerateVectorAsync(text, options, cancellation);
        return vector;
    }

    public static void Cut(MaskedLanguageModel model, string text)
    {
        Microsoft.ML.Tokenizers.Tokenizer tokenizer = new ClozeTokenizer(model.Tokenizer);
        int end = tokenizer.GetIndexByTokenCount(text, 256, out _, out int tokens);
        Console.WriteLine($"{tokens} tokens up to character {end}");
    }

    public sealed class Search(IEmbeddingGenerator<string, Embedding<float>> generator, MaskedLanguageModel model)
    {
        public async Task<ReadOnlyMemory<float>[]> Vectors(string first, string second, CancellationToken cancellation)
        {
            GeneratedEmbeddings<Embedding<float>> both = await generator.GenerateAsync(
                [first, second], cancellationToken: cancellation);
            return [both[0].Vector, both[1].Vector];
        }

        public async Task<string> Word(string sentence, CancellationToken cancellation) =>
            (await model.FillAsync(sentence, cancellation: cancellation))[0].Token;
    }
}
