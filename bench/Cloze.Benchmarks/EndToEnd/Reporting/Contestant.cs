using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>One engine's way to do a task: a program that prints its figures as JSON lines.</summary>
/// <param name="Name">Who it is: "libtorch".</param>
/// <param name="Run">Runs it once, in a process of its own, which is stopped after the time given.</param>
internal sealed record Contestant(string Name, Func<TimeSpan, IReadOnlyList<JsonElement>> Run);
