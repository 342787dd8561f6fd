using Cloze.Compute;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

public class DropoutPlanTests
{
    [Fact]
    public void EveryPlaceHasASiteOfItsOwn()
    {
        var plan = new DropoutPlan(0.1f, 0.2f, Seed: 3, Step: 4);
        var places = new List<Dropout> { plan.AfterEmbeddings };
        for (int layer = 0; layer < 12; layer++)
        {
            places.AddRange([plan.InAttention(layer), plan.AfterAttention(layer), plan.AfterFeedForward(layer)]);
        }

        Assert.Distinct(places.Select(place => place.Site));
        Every.Item(places, place => Assert.Equal((3ul, 4u), (place.Seed, place.Step)));
        Assert.Equal(12, places.Count(place => place.Probability == 0.2f));
    }

    [Fact]
    public void EmbeddingsAndAttentionOfPreNormLayersHaveTheirOwnRates()
    {
        DropoutPlan plan = new DropoutPlan(0.1f, 0.2f, Seed: 3, Step: 4) { Embeddings = 0.3f };
        Assert.Equal(plan.AfterAttention(1) with { Probability = 0.2f }, plan.AfterPreNormAttention(1));
        Assert.Equal((0.3f, 0.1f), (plan.AfterEmbeddings.Probability, plan.AfterFeedForward(0).Probability));
    }
}
