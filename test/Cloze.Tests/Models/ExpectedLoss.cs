using System.Collections.Concurrent;
using Cloze.Compute;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>A loss of the reference and its central differences, computed once for all backends.</summary>
/// <param name="Loss">The loss in nats.</param>
/// <param name="Gradients">The differences for every value of every parameter, by name.</param>
internal sealed record ExpectedLoss(double Loss, IReadOnlyDictionary<string, double[]> Gradients)
{
    private static readonly ConcurrentDictionary<object, Lazy<ExpectedLoss>> _known = new();

    /// <summary>What is expected of a case.</summary>
    /// <param name="key">All that the loss depends on, compared by value.</param>
    /// <param name="parameters">The parameters, the same ones on every backend; the loss reads them.</param>
    /// <param name="loss">Computes the loss.</param>
    public static ExpectedLoss Of(object key, Dictionary<string, double[]> parameters, Func<double> loss) =>
        _known.GetOrAdd(key, _ => new Lazy<ExpectedLoss>(() => new ExpectedLoss(loss(), parameters.ToDictionary(
            parameter => parameter.Key,
            parameter => GradientCheck.Differences(parameter.Value, loss))))).Value;

    /// <summary>Compares the loss and the gradients of a step.</summary>
    public void AssertAgrees(Backend backend, EncoderTraining training, BatchLoss loss)
    {
        Assert.Equal(Loss, loss.Total, 2e-6);
        foreach ((string name, double[] expected) in Gradients)
        {
            GradientCheck.AssertAgrees(name, expected, TinyModel.Download(backend, training.Gradient(name)));
        }
    }
}
