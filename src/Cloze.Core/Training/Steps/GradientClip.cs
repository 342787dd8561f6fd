namespace Cloze.Training;

/// <summary>Clipping by the global norm (Pascanu et al. 2013).</summary>
internal static class GradientClip
{
    /// <summary>
    /// What to multiply every gradient by so that their norm is at most <paramref name="limit"/>;
    /// 1 where it already is. Not a number stays so: the caller stops on it.
    /// </summary>
    public static float Scale(double norm, float limit) => norm <= limit ? 1 : (float)(limit / norm);
}
