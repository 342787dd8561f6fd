namespace Cloze.Text;

/// <summary>What a post-processor of <c>tokenizer.json</c> does.</summary>
/// <param name="Template">What is put round texts.</param>
/// <param name="Trimming">Whether places are without white space; null for no.</param>
internal sealed record PostProcessor(Template Template, OffsetTrimming? Trimming);
