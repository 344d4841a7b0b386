namespace Marianne.Signals;

/// <summary>Where a record holds the tokens and the cost. The pointers are relative to <see cref="Each"/>.</summary>
internal sealed record UsageFields
{
    /// <summary>The objects that hold the figures, which are added. The name of such an object may be the model.</summary>
    public string Each { get; init; } = "";

    /// <summary>The input tokens.</summary>
    public IReadOnlyList<string> Input { get; init; } = [];

    /// <summary>The output tokens, which are added.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];

    /// <summary>The tokens that were read from a cache.</summary>
    public IReadOnlyList<string> CacheRead { get; init; } = [];

    /// <summary>The tokens that were written to a cache.</summary>
    public IReadOnlyList<string> CacheWrite { get; init; } = [];

    /// <summary>All tokens. The output is what remains without the input.</summary>
    public IReadOnlyList<string> Total { get; init; } = [];

    /// <summary>The cost in US dollars, relative to the record.</summary>
    public IReadOnlyList<string> Cost { get; init; } = [];

    /// <summary>The cost of one of the objects, by which the model is chosen.</summary>
    public IReadOnlyList<string> Weight { get; init; } = [];

    /// <summary>The model, relative to the record.</summary>
    public IReadOnlyList<string> Model { get; init; } = [];

    /// <summary>Indicates whether the names of the objects are models.</summary>
    public bool NamesAreModels { get; init; }

    /// <summary>Indicates whether the input contains the tokens of the cache.</summary>
    public bool CacheIsInside { get; init; }

    /// <summary>Indicates whether a missing number of cached tokens is 0 rather than unknown.</summary>
    public bool CacheDefaultsToZero { get; init; }

    /// <summary>How several records are combined.</summary>
    public UsageScope Scope { get; init; }

    /// <summary>The key of <see cref="UsageScope.Once"/>, relative to the record.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Indicates whether the figures count only if no record holds a total.</summary>
    public bool IsPartial { get; init; }
}
