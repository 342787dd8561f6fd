namespace Cloze.Training;

/// <summary>What a run does when three steps in a row could not be applied.</summary>
public enum DivergencePolicy
{
    /// <summary>It goes back to its last checkpoint and on from there with half the learning rate.</summary>
    Rewind,

    /// <summary>It ends; the last checkpoint stands.</summary>
    Stop,
}
