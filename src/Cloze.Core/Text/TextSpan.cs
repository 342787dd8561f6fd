namespace Cloze.Text;

/// <summary>
/// A part of a text in UTF-16 code units, as .NET strings count: from <paramref name="Start"/> to before
/// <paramref name="End"/>.
/// </summary>
/// <param name="Start">The first unit.</param>
/// <param name="End">The unit after the last.</param>
public readonly record struct TextSpan(int Start, int End);
