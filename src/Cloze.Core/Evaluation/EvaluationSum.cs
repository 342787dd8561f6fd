namespace Cloze.Evaluation;

/// <summary>Adds up an evaluation token by token.</summary>
internal struct EvaluationSum
{
    private double _loss;
    private double _squares;
    private int _first;
    private int _amongFive;
    private int _count;

    /// <summary>How many tokens were added.</summary>
    public readonly int Count => _count;

    /// <summary>Adds a masked token.</summary>
    /// <param name="loss">Its cross entropy, in nats.</param>
    /// <param name="rank">How many pieces were held likelier than the true one.</param>
    public void Add(double loss, int rank)
    {
        _loss += loss;
        _squares += loss * loss;
        _count++;
        if (rank < 1) _first++;
        if (rank < 5) _amongFive++;
    }

    /// <exception cref="ClozeException">No token was added.</exception>
    public readonly EvaluationResult ToResult(string maskHash)
    {
        if (_count == 0)
        {
            throw new ClozeException(
                "The held-out text has no token that could be masked.",
                "Give more text, or a tokenizer that knows its words.");
        }

        return new EvaluationResult(
            _loss / _count, (double)_first / _count, (double)_amongFive / _count, _count, maskHash)
        {
            StandardError = StandardError(),
        };
    }

    /// <summary>The sum as that of one sort of tokens, of which at least one was added.</summary>
    public readonly EvaluationGroup ToGroup(string name) => new(
        name, _count, _loss / _count, (double)_first / _count, (double)_amongFive / _count);

    private readonly double? StandardError()
    {
        if (_count < 2) return null;
        double variance = Math.Max(0, _squares - (_loss * _loss / _count)) / (_count - 1);
        return Math.Sqrt(variance / _count);
    }
}
