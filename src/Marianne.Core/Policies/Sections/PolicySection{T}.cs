namespace Marianne.Policies;

/// <summary>A section whose options are of one type.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
public sealed class PolicySection<TOptions> : PolicySection
    where TOptions : PolicyOptions, new()
{
    internal PolicySection(string name)
        : base(name, new TOptions())
    {
    }

    /// <summary>Everything that is wrong with options; empty when they are good.</summary>
    /// <param name="options">The options.</param>
    /// <param name="path">Where they are written. Default: the section's name.</param>
    public IReadOnlyList<PolicyProblem> Check(TOptions options, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(options);

        return
        [
            .. Keys.Select(key => key.Check(options)).OfType<PolicyProblem>()
                .Concat(options.Conflicts())
                .Select(problem => problem.Within(path ?? Name)),
        ];
    }

    /// <summary>
    /// The options that a file asks for, and everything that is wrong with them. A key whose value cannot be read has
    /// its default.
    /// </summary>
    /// <param name="written">What is written: keys and values, as true or false, numbers, texts and lists.</param>
    /// <param name="path">Where it is written. Default: the section's name.</param>
    public (TOptions Options, IReadOnlyList<PolicyProblem> Problems) Read(
        IEnumerable<KeyValuePair<string, object?>> written, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(written);

        var options = new TOptions();
        PolicyProblem[] unreadable =
        [
            .. written
                .Select(entry => Find(entry.Key) is { } key ? key.Read(options, entry.Value) : Unknown(entry.Key))
                .OfType<PolicyProblem>()
                .Select(problem => problem.Within(path ?? Name)),
        ];
        return (options, [.. unreadable, .. Check(options, path)]);
    }
}
