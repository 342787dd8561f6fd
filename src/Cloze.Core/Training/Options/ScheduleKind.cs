namespace Cloze.Training;

/// <summary>How the learning rate falls after the warm-up; at the budget's end it is 0 in each case.</summary>
public enum ScheduleKind
{
    /// <summary>In a straight line.</summary>
    Linear,

    /// <summary>By half a wave of the cosine (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>
    /// Warm-up, stable, decay: it stays at its peak, then falls by 1 - sqrt over the last part of the budget (Haegele
    /// et al. 2024).
    /// </summary>
    Wsd,
}
