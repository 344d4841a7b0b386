namespace Marianne.Options;

/// <summary>A section whose options are of a given type.</summary>
/// <typeparam name="TOptions">The type of the options.</typeparam>
public sealed class OptionSection<TOptions> : OptionSection
    where TOptions : OptionSet, new()
{
    internal OptionSection(string name)
        : base(name, new TOptions())
    {
    }

    /// <summary>Validates options. Returns all problems; the list is empty if the options are valid.</summary>
    /// <param name="options">The options.</param>
    /// <param name="path">The path of the section, which the paths of the problems begin with. The default is its name.</param>
    public IReadOnlyList<OptionProblem> Validate(TOptions options, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. ValidateAll(options).Select(problem => problem.Within(path ?? Name))];
    }

    /// <summary>
    /// Returns the options that a file contains, and all problems. A key whose value cannot be converted has its default.
    /// </summary>
    /// <param name="source">The keys and values. Values are Booleans, numbers, strings, lists, maps or <c>null</c>.</param>
    /// <param name="path">
    /// The path of the section, which the paths of the problems begin with; empty for a whole score. The default is its name.
    /// </param>
    public (TOptions Options, IReadOnlyList<OptionProblem> Problems) Read(
        IEnumerable<KeyValuePair<string, object?>> source, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(source);

        (OptionSet options, IReadOnlyList<OptionProblem> unreadable) = ReadUnvalidated(source);
        HashSet<string> reported = [.. unreadable.Select(problem => problem.Path)];
        IEnumerable<OptionProblem> invalid =
            ValidateAll(options).Where(problem => !problem.Paths().Any(reported.Contains));
        return ((TOptions)options, [.. unreadable.Concat(invalid).Select(problem => problem.Within(path ?? Name))]);
    }

    private protected override OptionSet CreateDefault() => new TOptions();
}
