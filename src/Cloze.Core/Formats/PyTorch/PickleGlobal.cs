namespace Cloze.Formats;

/// <summary>
/// A class or function that a pickle names, and that is known: the name of it, and nothing to be run.
/// </summary>
/// <param name="Name">Module and name, as <c>torch._utils._rebuild_tensor_v2</c>.</param>
internal sealed record PickleGlobal(string Name);
