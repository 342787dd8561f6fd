namespace Cloze.Doctor;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>A run will be worse for it.</summary>
    Warning,

    /// <summary>A run will fail, or learn nothing.</summary>
    Fatal,
}
