namespace Marianne.Policies;

/// <summary>
/// What a score asks of one policy. A property that can be set is a key: its name, its type, the default that it is
/// made with and its <see cref="BoundsAttribute"/> are the only description there is; see <see cref="PolicySection"/>.
/// </summary>
public abstract record PolicyOptions
{
    /// <summary>What is wrong with the values together, or more than bounds can say. Paths begin at the key.</summary>
    internal virtual IEnumerable<PolicyProblem> Conflicts() => [];
}
