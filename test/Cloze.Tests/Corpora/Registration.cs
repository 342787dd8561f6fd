using System.Runtime.CompilerServices;
using Cloze.Corpora;

namespace Cloze.Tests.Corpora;

/// <summary>Formats are added for the whole process: here before any test, so that none depends on another.</summary>
internal static class Registration
{
    [ModuleInitializer]
    internal static void Register() => CorpusReaders.Register();
}
