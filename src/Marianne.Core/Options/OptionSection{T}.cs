
namespace Marianne.Options;

/// <summary>A section whose options are of one type.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
public sealed class OptionSection<TOptions> : OptionSection
    where TOptions : OptionSet, new()
{
    internal OptionSection(string name)
        : base(name, new TOptions())
    {
    }

    /// <summary>Everything that is wrong with options; empty when they are good.</summary>
    /// <param name="options">The options.</param>
    /// <param name="path">Where they are written. Default: the section's name.</param>
    public IReadOnlyList<OptionProblem> Check(TOptions options, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. CheckAll(options).Select(problem => problem.Within(path ?? Name))];
    }

    /// <summary>
    /// The options that a file asks for, and everything that is wrong with them. A key whose value cannot be read has
    /// its default.
    /// </summary>
    /// <param name="written">
    /// What is written: keys and values, as true or false, numbers, texts, lists, and keys with values again.
    /// </param>
    /// <param name="path">Where it is written; empty for a whole score. Default: the section's name.</param>
    public (TOptions Options, IReadOnlyList<OptionProblem> Problems) Read(
        IEnumerable<KeyValuePair<string, object?>> written, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(written);

        (OptionSet options, IReadOnlyList<OptionProblem> unreadable) = ReadUnchecked(written);
        HashSet<string> told = [.. unreadable.Select(problem => problem.Path)];
        IEnumerable<OptionProblem> wrong = CheckAll(options).Where(problem => !problem.Paths().Any(told.Contains));
        return ((TOptions)options, [.. unreadable.Concat(wrong).Select(problem => problem.Within(path ?? Name))]);
    }

    private protected override OptionSet MakeDefault() => new TOptions();
}
