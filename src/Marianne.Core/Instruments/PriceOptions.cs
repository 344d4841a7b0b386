using Marianne.Options;

namespace Marianne.Instruments;

/// <summary>The prices of a model, in US dollars for 1,000 tokens.</summary>
public sealed record PriceOptions : OptionSet
{
    private const decimal TokensPerPrice = 1000;

    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<PriceOptions> Section { get; } = new("prices");

    /// <summary>The price of 1,000 input tokens that were neither read from nor written to a cache.</summary>
    [Bounds(AtLeast = 0)]
    public decimal? Input { get; init; }

    /// <summary>The price of 1,000 output tokens.</summary>
    [Bounds(AtLeast = 0)]
    public decimal? Output { get; init; }

    /// <summary>The price of 1,000 input tokens that were read from a cache. Default: a tenth of <c>input</c>.</summary>
    [Bounds(AtLeast = 0)]
    public decimal? CacheRead { get; init; }

    /// <summary>The price of 1,000 input tokens that were written to a cache. Default: 1.25 times <c>input</c>.</summary>
    [Bounds(AtLeast = 0)]
    public decimal? CacheWrite { get; init; }

    /// <summary>Returns the cost of tokens, in US dollars.</summary>
    /// <param name="input">The input tokens.</param>
    /// <param name="output">The output tokens.</param>
    /// <param name="cacheRead">The tokens that were read from a cache.</param>
    /// <param name="cacheWrite">The tokens that were written to a cache.</param>
    public decimal Cost(long input, long output, long cacheRead, long cacheWrite)
    {
        decimal price = Input ?? 0;
        decimal sum = (input * price) + (output * (Output ?? 0)) + (cacheRead * (CacheRead ?? price / 10))
            + (cacheWrite * (CacheWrite ?? price * 1.25m));
        return sum / TokensPerPrice;
    }
}
