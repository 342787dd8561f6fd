using Cloze.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Models;

/// <summary>
/// Counts the texts that wait for a model or are computed, and turns away those that are too many. Who is in is served
/// in the order in which he came, by the model's own queue.
/// </summary>
/// <param name="name">The model's name.</param>
/// <param name="most">How many texts may be in.</param>
/// <param name="clock">Tells the time; null for the system's.</param>
internal sealed class WaitingRow(string name, int most, TimeProvider? clock = null)
{
    private const int LongestWait = 60;
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private int _texts;
    private int _left;
    private long _since;
    private double _busy;
    private double _rate;

    /// <summary>How many texts are in.</summary>
    public int Texts => Volatile.Read(ref _texts);

    /// <summary>Lets texts in, all or none; who finds nobody is let in whatever he brings.</summary>
    /// <exception cref="RequestException">There is no room.</exception>
    public void Enter(int texts)
    {
        lock (_gate)
        {
            if (_texts == 0 || _texts + texts <= most)
            {
                if (_texts == 0) _since = _clock.GetTimestamp();
                _texts += texts;
                return;
            }
        }

        throw new RequestException(
            StatusCodes.Status429TooManyRequests,
            $"{Texts} texts wait for the model {name}, expected at most {most}.",
            "Try again after the seconds of Retry-After.")
        {
            RetryAfter = Wait(),
        };
    }

    /// <summary>Counts texts as answered.</summary>
    public void Leave(int texts)
    {
        lock (_gate)
        {
            _texts -= texts;
            _left += texts;
            Measure();
        }
    }

    // The seconds in which those that are in will be served, at the speed of the last ones.
    private int Wait()
    {
        lock (_gate) return _rate > 0 ? Math.Clamp((int)Math.Ceiling(_texts / _rate), 1, LongestWait) : 1;
    }

    // Texts a second, over at least one in which somebody was in: an idle hour says nothing of the speed.
    private void Measure()
    {
        long now = _clock.GetTimestamp();
        _busy += _clock.GetElapsedTime(_since, now).TotalSeconds;
        _since = now;
        if (_busy < 1) return;
        _rate = _left / _busy;
        _left = 0;
        _busy = 0;
    }
}
