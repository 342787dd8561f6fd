namespace Cloze.Cli.Rendering;

/// <summary>Where models are served, once they are.</summary>
/// <param name="Models">Their names.</param>
/// <param name="Urls">The addresses, with the ports that the system chose.</param>
internal sealed record ServingJson(IReadOnlyList<string> Models, IReadOnlyList<string> Urls);
