namespace Cloze.Fuzz;

/// <summary>The random choices of one round: a pure function of the seed and the round's number.</summary>
internal sealed class Draw(ulong seed, uint round)
{
    private KeyedRandom _random = new(seed, RandomPurpose.Order, round, 0);

    /// <summary>A number from 0 to below the limit; 0 where the limit is less than 1.</summary>
    public int Below(int limit) => limit < 1 ? 0 : _random.NextInteger(limit);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>One of several.</summary>
    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>Mostly a few, seldom many: half as likely for each one more.</summary>
    public int Few(int most)
    {
        int count = 1;
        while (count < most && OneIn(2)) count++;
        return count;
    }
}
